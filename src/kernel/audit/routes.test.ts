import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '../db/index.ts'
import { systemActor } from '../permission/actor.ts'
import { testApp, type TestApp } from '../testing/index.ts'
import { exportAudit, listAuditEntries, listSeals, verifyAuditTrail } from './contract.ts'
import { audit } from './record.ts'
import { sealOnce, sealPlaces } from './seal.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await transaction(app.db, async (tx) => {
    for (let i = 0; i < 5; i++)
      await audit(tx, systemActor('test'), {
        action: 'incident.file',
        entity: 'incident',
        entityId: `routes-${i}`,
        after: { state: 'new', title: '机密标题' },
      })
  })
})
afterAll(() => app.close())

describe('the audit administrator', () => {
  it('searches entries page by page and sees no content', async () => {
    const aud = await app.as('aud01')
    const first = await aud.call(listAuditEntries, { action: 'incident.*', actor: 'system:test', limit: 2 })
    expect(first.items.map((e) => e.entityId)).toEqual(['routes-4', 'routes-3'])
    expect(first.items[0]!.after).toMatchObject({
      state: 'new',
      title: expect.stringMatching(/^«4:[0-9a-f]{8}»$/) as string,
    })
    const second = await aud.call(listAuditEntries, {
      action: 'incident.*',
      actor: 'system:test',
      limit: 200,
      cursor: first.nextCursor!,
    })
    expect(second.items.map((e) => e.entityId)).toEqual(['routes-2', 'routes-1', 'routes-0'])
    expect(second.nextCursor).toBeNull()
    const later = await aud.call(listAuditEntries, {
      entityId: 'routes-1',
      from: '2999-01-01T00:00:00+08:00',
    })
    expect(later.items).toEqual([])
  })

  it('verifies, which is itself recorded, and sees the seals', async () => {
    const aud = await app.as('aud01')
    await sealOnce(app.db, sealPlaces(app.settings))
    const report = await aud.call(verifyAuditTrail, {})
    expect(report.sealedEntries).toBeGreaterThanOrEqual(5)
    expect(report.counts.changed ?? 0).toBe(0)
    const { items } = await aud.call(listAuditEntries, { action: 'audit.verify' })
    expect(items[0]).toMatchObject({ actorLogin: 'aud01', after: { ok: report.ok } })
    expect((await aud.call(listSeals, {})).items.at(-1)).toMatchObject({ seq: 1 })
  })

  it('exports what may be seen', async () => {
    const answer = await (
      await app.as('aud01')
    ).send(exportAudit, { entity: 'incident', actor: 'system:test', limit: 3 })
    expect(answer.headers['content-disposition']).toContain('attachment')
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.slice(0, 3).map((line) => line['entityId'])).toEqual(['routes-0', 'routes-1', 'routes-2'])
    expect(lines[3]!['nextCursor']).toBeTruthy()
    expect(answer.body).not.toContain('机密')
  })

  it.each(['sys01', 'sec01', 'mgr01', 'desk01'])('is not %s', async (login) => {
    const other = await app.as(login)
    for (const endpoint of [listAuditEntries, listSeals, verifyAuditTrail, exportAudit])
      expect((await other.send(endpoint as typeof listSeals, {})).statusCode).toBe(403)
  })

  it.each([
    { cursor: 'x' },
    { cursor: Buffer.from('["a"]').toString('base64url') },
    { from: 'today' },
    { unknown: 'x' },
  ])('is told of bad input %j', async (input) => {
    const answer = await (await app.as('aud01')).send(listAuditEntries, input as { cursor: string })
    expect(answer.statusCode).toBe(422)
  })
})
