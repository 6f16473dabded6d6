import { afterAll, beforeAll } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createRule } from '#modules/alert-rule/contract.ts'
import { getCatalogue } from '#modules/ci/class-contract.ts'
import { createCi } from '#modules/ci/contract.ts'
import { alertEvents, bulkAlerts, type AlertAction } from '../console-contract.ts'
import { listAlerts } from '../contract.ts'
import { takeGenericAlerts, type TakenAlert } from '../index.ts'
import { reactions } from '../reactions.ts'
import { makeSender, type Sender } from './sender.ts'

export let app: TestApp
export let sender: Sender
export let desk: Caller
export let manager: Caller

/** For the tests of a file: an application that is sent alerts, who looks at them, and who makes the rules. */
export function useConsole(): void {
  beforeAll(async () => {
    app = await testApp()
    sender = await makeSender(app)
    desk = await app.as('desk01')
    manager = await app.as('mgr01')
  })
  afterAll(() => app.close())
}

export type Body = CallInput<typeof createRule>['body']
/** A rule that is in force at once. */
export const rule = (name: string, body: Body) => manager.call(createRule, { name, body })
export const is = (label: string, value: string) => ({ label, op: '=' as const, value })
/** The alert of a host, as the desk sees it. */
export const found = async (host: string) =>
  (await desk.call(listAlerts, { q: `host=${host}` })).items.find((one) => one.labels['host'] === host)!
/** Labels of an alert of a host. */
export const host = (name: string, more: Record<string, string> = {}) => ({
  alertname: 'HostDown',
  severity: 'warning',
  host: name,
  ...more,
})
/** What the relay would have run. */
export async function react(type: string, entity: string, entityId: string): Promise<void> {
  for (const one of reactions.filter((r) => r.on === type))
    await transaction(app.db, (tx) =>
      one.run(tx, { id: '0', type, entity, entityId, data: {}, recordedAt: new Date().toISOString() }),
    )
}
/** What the desk does with one alert, and what came of it. */
export const act = async (id: string, action: CallInput<typeof bulkAlerts>['action'] | AlertAction) =>
  (await desk.call(bulkAlerts, { ids: [id], action })).items[0]!
/** What happened to an alert, in order. */
export const kinds = async (id: string) =>
  (await desk.call(alertEvents, { id })).items.map((one) => one.kind).reverse()

/** Alerts of checks, taken and processed. */
export async function take(...alerts: TakenAlert[]): Promise<void> {
  await transaction(app.db, (tx) => takeGenericAlerts(tx, { source: 'check', orgId: null, alerts }))
  await sender.process()
}

/** Makes configuration items of the O&M section: by the key of their class, code and name alike. */
export async function itemsOf(by: Caller) {
  const orgId = (await by.call(lookupOrgs, { q: '运行维护科' })).items[0]!.id
  const classes = new Map((await by.call(getCatalogue, {})).classes.map((one) => [one.key, one.id]))
  const make = (cls: string, code: string) =>
    by.call(createCi, { classId: classes.get(cls)!, code, name: code, orgId })
  return { orgId, make }
}
