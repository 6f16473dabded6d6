import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import { getIncident, listIncidents } from '#modules/incident/contract.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import { isLegal, nextState } from '#modules/incident/lifecycle.ts'
import { states, type State } from '#modules/incident/words.ts'
import { importFile } from './import-file.ts'
import { planMoves } from './plan.ts'
import { localParts, understand, type RawRow } from './row.ts'

const header = [
  'number',
  'incident_state',
  'reassignment_count',
  'reopen_count',
  'made_sla',
  'caller_id',
  'opened_at',
  'sys_updated_at',
  'category',
  'u_symptom',
  'impact',
  'urgency',
  'priority',
  'assignment_group',
  'closed_code',
]
const row = (
  number: string,
  state: string,
  updated: string,
  more: Partial<Record<string, string>> = {},
): string => {
  const values: Record<string, string> = {
    number,
    incident_state: state,
    reassignment_count: '0',
    reopen_count: '0',
    made_sla: 'true',
    caller_id: 'Caller 1',
    opened_at: '29/2/2016 01:16',
    sys_updated_at: updated,
    category: 'Category 55',
    u_symptom: 'Symptom 72',
    impact: '2 - Medium',
    urgency: '2 - Medium',
    priority: '3 - Moderate',
    assignment_group: 'Group 56',
    closed_code: 'code 5',
    ...(more as Record<string, string>),
  }
  return header.map((name) => values[name]).join(',')
}

let app: TestApp
let folder: string
beforeAll(async () => {
  app = await testApp()
  folder = mkdtempSync(path.join(tmpdir(), 'zy-import-'))
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const quiet = () => ({ db: app.db, settings: app.settings, out: () => undefined, err: () => undefined })
const write = (name: string, lines: string[], gz = false): string => {
  const file = path.join(folder, name)
  const text = [header.join(','), ...lines, ''].join('\n')
  writeFileSync(file, gz ? gzipSync(text) : text)
  return file
}

describe('rows', () => {
  it('reads local times of the calendar and nothing else', () => {
    expect(localParts('29/2/2016 01:16')).toEqual([2016, 2, 29, 1, 16])
    for (const bad of [
      '30/2/2016 01:16',
      '29/2/2015 01:16',
      '1/13/2016 00:00',
      '1/1/2016 24:00',
      '2016-01-01',
      '?',
      '',
    ])
      expect(localParts(bad), bad).toBeNull()
  })

  it('never throws, whatever stands in a row', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...header), fc.string()), (raw) => {
        const result = understand(raw as RawRow, 2, () => new Date(0))
        return result.ok || result.reason.length > 0
      }),
    )
  })
})

describe('the plan', () => {
  it('makes only legal moves and arrives where the source says, or refuses with a reason', () => {
    const targets = states.filter((s) => s !== 'assigned' && s !== 'cancelled')
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...targets), (from, to) => {
        const plan = planMoves(
          { state: from, holdReason: from === 'pending' ? 'vendor' : null },
          { state: to, holdReason: 'requester' },
        )
        if (!plan.ok) return plan.reason.length > 0
        let state: State = from
        for (const step of plan.steps) {
          if (!isLegal(state, step)) return false
          state = nextState({ state, atWork: true }, step)
        }
        return to === 'new' || state === to
      }),
    )
  })
})

describe('a file', () => {
  it('is replayed with its history, its bad rows reported and the figures of last rows kept', async () => {
    const file = write(
      'log.csv.gz',
      [
        row('INC1', 'New', '29/2/2016 01:23'),
        row('INC1', 'Active', '29/2/2016 02:00', { assignment_group: 'Group 70', reassignment_count: '1' }),
        row('INC1', 'Awaiting User Info', '29/2/2016 03:00', {
          assignment_group: 'Group 70',
          reassignment_count: '1',
        }),
        row('INC1', '-100', '29/2/2016 03:30'),
        row('INC1', 'Resolved', '29/2/2016 11:29', { assignment_group: 'Group 70', reassignment_count: '1' }),
        row('INC1', 'Closed', '5/3/2016 12:00', {
          assignment_group: 'Group 70',
          reassignment_count: '1',
          made_sla: 'false',
        }),
        row('INC1', 'Active', '6/3/2016 12:00', {
          reopen_count: '1',
          reassignment_count: '1',
          made_sla: 'false',
        }),
        row('INC2', 'New', '29/2/2016 01:00'),
        row('INC2', 'Resolved', '1/3/2016 01:00', { priority: '1 - Critical' }),
        row('INC3', 'New', 'yesterday'),
        'INC4,New,short',
      ],
      true,
    )
    const report = await importFile(file, quiet(), { dryRun: false })
    expect(report).toMatchObject({
      events: 11,
      incidents: 4,
      imported: 7,
      states: { Active: 1, Resolved: 1, New: 2 },
      reopened: 1,
      reassigned: 1,
      madeSlaFalse: 1,
      priorityMismatches: 1,
    })
    expect(report.rejected.map((r) => [r.row, r.reason.split(':')[0]])).toEqual([
      [5, 'incident_state'],
      [8, 'illegal move'],
      [11, 'sys_updated_at'],
      [12, '3 columns instead of 15'],
    ])
    expect(report.imported + report.rejected.length).toBe(report.events)

    const desk = await app.as('desk01')
    const { items } = await desk.call(listIncidents, { q: 'INC1' })
    const found = items.find((i) => i.title.startsWith('Symptom'))!
    const incident = await desk.call(getIncident, { id: found.id })
    expect(incident).toMatchObject({
      state: 'closed',
      origin: 'import',
      channel: 'import',
      callerName: 'Caller 1',
    })
    expect(incident.occurredAt).toBe('2016-02-28T17:16:00.000Z')
    expect(incident.source).toMatchObject({ number: 'INC1' })
    const { items: story } = await desk.call(getTimeline, { id: found.id })
    expect(story.every((e) => e.origin === 'import')).toBe(true)
    expect(story.map((e) => e.data['move']).filter(Boolean)).toEqual([
      'file',
      'assign',
      'assign',
      'start',
      'hold',
      'resolve',
      'close',
    ])
  })

  it('imported again changes nothing and reports the same', async () => {
    const file = write('again.csv', [
      row('INC9', 'New', '29/2/2016 01:23'),
      row('INC9', 'Closed', '1/3/2016 10:00'),
    ])
    const first = await importFile(file, quiet(), { dryRun: false })
    expect(first).toMatchObject({ imported: 2, alreadyThere: 0 })
    expect(first.repaired).toEqual([{ row: 3, number: 'INC9', reason: 'resolved before it was closed' }])
    const second = await importFile(file, quiet(), { dryRun: false })
    expect(second).toMatchObject({ imported: 2, alreadyThere: 1, incidents: 1 })
    const desk = await app.as('desk01')
    expect((await desk.call(listIncidents, { q: 'INC9' })).items).toHaveLength(1)
  })

  it('sends nothing and starts no timers', async () => {
    const before = await counts()
    await importFile(write('silent.csv', [row('INC20', 'Active', '29/2/2016 01:23')]), quiet(), {
      dryRun: false,
    })
    const after = await counts()
    expect(after).toEqual(before)
  })

  it('tried dry writes nothing', async () => {
    const report = await importFile(write('dry.csv', [row('INC30', 'New', '29/2/2016 01:23')]), quiet(), {
      dryRun: true,
    })
    expect(report).toMatchObject({ events: 1, imported: 1, dryRun: true })
    const desk = await app.as('desk01')
    expect((await desk.call(listIncidents, { q: 'INC30' })).items).toEqual([])
  })

  it('that is none is refused in words', async () => {
    await expect(
      importFile(path.join(folder, 'nothing.csv'), quiet(), { dryRun: true }),
    ).rejects.toMatchObject({
      code: 'import-servicenow.no_file',
    })
    writeFileSync(path.join(folder, 'other.csv'), 'a,b\n1,2\n')
    await expect(importFile(path.join(folder, 'other.csv'), quiet(), { dryRun: true })).rejects.toMatchObject(
      {
        code: 'import-servicenow.not_this_format',
      },
    )
  })
})

async function counts(): Promise<Record<string, number>> {
  const { rows } = await app.pool.query<{ events: number; notes: number; timers: number }>(
    `select (select count(*) from event_outbox) as events, (select count(*) from notification) as notes,
      (select count(*) from clock where next_step_at is not null) as timers`,
  )
  return rows[0]!
}
