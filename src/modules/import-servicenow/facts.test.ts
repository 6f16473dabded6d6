/**
 * What the source's own columns say of imported history comes out of the facts to the last digit. The real log is read from
 * SERVICENOW_LOG (default ../shared/data beside the repository); every 100th incident of it is imported, or as
 * SERVICENOW_EVERY says (1: all of them, some minutes).
 */
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listFactRecords, readFact } from '#kernel/fact/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { importFile } from './import-file.ts'

const root = path.join(import.meta.dirname, '../../..')
const log =
  process.env['SERVICENOW_LOG'] ?? path.join(root, '../shared/data/itsm-servicenow/incident_event_log.csv.gz')
const every = Number(process.env['SERVICENOW_EVERY'] ?? 100)

let app: TestApp
let mgr: Caller
let folder: string
beforeAll(async () => {
  app = await testApp()
  mgr = await app.as('mgr01')
  folder = mkdtempSync(path.join(tmpdir(), 'zy-source-'))
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const quiet = () => ({ db: app.db, settings: app.settings, out: () => undefined, err: () => undefined })
async function imported(lines: readonly string[]) {
  const file = path.join(folder, 'log.csv')
  writeFileSync(file, [...lines, ''].join('\n'))
  return importFile(file, quiet(), { dryRun: false })
}

/** Cases of a fact by a split: `part → [good, cases]`, and of all. */
async function counted(key: string, split: string, days: { from: string; to: string }) {
  const { figure, parts } = await mgr.call(readFact, { key, ...days, split })
  const all = parts.map((one) => [one.part ?? '-', [one.good, one.cases]] as const)
  return Object.fromEntries([...all, ['all', [figure.good, figure.cases]]])
}

type Row = Record<string, string>
/** The same from the columns of the last rows. */
function expected(last: readonly Row[], by: (row: Row) => string, yes: (row: Row) => boolean) {
  const out: Record<string, [number, number]> = {}
  for (const row of last)
    for (const part of [by(row), 'all']) {
      const [good, cases] = out[part] ?? [0, 0]
      out[part] = [good + (yes(row) ? 1 : 0), cases + 1]
    }
  return out
}

const judged = {
  'import-servicenow.breached': (row: Row) => row['made_sla'] === 'false',
  'import-servicenow.reassigned': (row: Row) => Number(row['reassignment_count']) > 0,
  'import-servicenow.reopened': (row: Row) => Number(row['reopen_count']) > 0,
}
/** `29/2/2016 01:16` is of `2016-02`. */
const monthOf = (row: Row): string => {
  const [, month, year] = row['opened_at']!.split(' ')[0]!.split('/')
  return `${year}-${month!.padStart(2, '0')}`
}

describe('the source’s own word', () => {
  it('is that of the last row; what it does not know is not judged; others’ incidents do not count', async () => {
    const columns =
      'number,incident_state,reassignment_count,reopen_count,made_sla,opened_at,sys_updated_at,impact,urgency,priority'
    const rest = '2 - Medium,2 - Medium,3 - Moderate'
    const days = { from: '2015-01-01', to: '2015-01-31' }
    await imported([
      columns,
      `F1,New,0,0,true,31/12/2014 23:59,1/1/2015 08:00,${rest}`,
      `F2,New,0,0,true,1/1/2015 00:00,1/1/2015 08:00,${rest}`,
      `F2,Closed,2,1,false,1/1/2015 00:00,2/1/2015 08:00,1 - High,1 - High,1 - Critical`,
      `F3,New,?,0,true,31/1/2015 23:59,1/2/2015 08:00,${rest}`,
      `F4,New,0,0,true,1/2/2015 00:00,1/2/2015 08:00,${rest}`,
    ])
    expect(await counted('import-servicenow.breached', 'source-priority', days)).toEqual({
      '1 - Critical': [1, 1],
      '3 - Moderate': [0, 1],
      all: [1, 2],
    })
    expect(await counted('import-servicenow.reassigned', 'month', days)).toEqual({
      '2015-01': [1, 1],
      all: [1, 1],
    })
    expect(await counted('import-servicenow.reopened', 'month', days)).toMatchObject({ all: [1, 2] })
    const { items } = await mgr.call(listFactRecords, {
      key: 'import-servicenow.breached',
      ...days,
      limit: 9,
    })
    expect(items.map((one) => [one.label, one.ok, one.note, one.imported])).toEqual([
      ['F3', false, 'made_sla = true', true],
      ['F2', true, 'made_sla = false', true],
    ])
  })

  it.skipIf(!existsSync(log))(
    'comes out of the real log by priority and by month',
    async () => {
      const numbers = new Set<string>()
      const lines: string[] = []
      const last = new Map<string, Row>()
      let header: string[] | undefined
      for await (const line of createInterface({ input: createReadStream(log).pipe(createGunzip()) })) {
        const cells = line.split(',')
        if (header) {
          numbers.add(cells[0]!)
          if ((numbers.size - 1) % every > 0 && !last.has(cells[0]!)) continue
          last.set(cells[0]!, Object.fromEntries(header.map((name, n) => [name, cells[n]!])))
        } else header = cells
        lines.push(line)
      }
      const report = await imported(lines)
      expect(report.incidents).toBe(last.size)
      const rows = [...last.values()]
      const days = { from: '2016-01-01', to: '2016-12-31' }
      for (const [key, yes] of Object.entries(judged)) {
        expect(await counted(key, 'source-priority', days)).toEqual(
          expected(rows, (r) => r['priority']!, yes),
        )
        expect(await counted(key, 'month', days)).toEqual(expected(rows, monthOf, yes))
      }
      // all of it is marked as imported, and counts in our own figures as well
      const filed = await mgr.call(readFact, { key: 'incident.filed', ...days })
      expect(filed.figure).toMatchObject({ cases: rows.length, imported: rows.length })
    },
    300_000,
  )
})
