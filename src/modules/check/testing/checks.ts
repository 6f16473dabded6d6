import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { applyResults } from '../apply.ts'
import * as contract from '../contract.ts'
import type { Result } from '../lifecycle.ts'
import type { ResultState } from '../words.ts'

export let app: TestApp
export let mgr: Caller
export let orgId: string
/** Three hours ago, at a full five minutes. */
export let base: number

/** For the tests of a file: an application and who manages its checks. */
export function useChecks(): void {
  beforeAll(async () => {
    app = await testApp()
    mgr = await app.as('mgr01')
    orgId = (await mgr.call(lookupOrgs, {})).items[0]!.id
    base = Math.floor(Date.now() / 300_000) * 300_000 - 3 * 3_600_000
  })
  afterAll(() => app.close())
}

/** A check of a port that nobody listens at, unless `over` says otherwise. */
export const make = (over: Record<string, unknown> = {}) =>
  mgr.call(contract.createCheck, {
    name: '端口',
    kind: 'tcp',
    spec: { host: '127.0.0.1', port: 1 },
    intervalSeconds: 5,
    timeoutMs: 1000,
    retries: 1,
    retrySeconds: 1,
    orgId,
    // the workers of these tests run only what they are meant to
    enabled: true,
    ...over,
  } as never)

/** Results of a check as a worker reports them, `step` milliseconds apart. */
export async function report(
  id: string,
  states: readonly ResultState[],
  from: number,
  step = 10_000,
): Promise<void> {
  const results = states.map((state, n) => ({
    checkId: id,
    result: { at: new Date(from + n * step), state, code: state === 'ok' ? 'ok' : 'timeout', params: {}, output: '', ms: 5, figures: [] } as Result, // prettier-ignore
  }))
  await transaction(app.db, (tx) => applyResults(tx, results, new Date(from + states.length * step)))
}

/** What checks have told alerts, in order. */
export const intakes = async (): Promise<{ status: string; labels: Record<string, string> }[]> => {
  const { rows } = await sql<{ status: string; labels: Record<string, string> }>`
    select a->>'status' as status, a->'labels' as labels from alert_intake i, jsonb_array_elements(i.body->'alerts') a
    where i.source = 'check' order by i.id`.execute(app.db)
  return rows
}
