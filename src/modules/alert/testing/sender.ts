import pg from 'pg'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { Caller, TestApp } from '#kernel/testing/index.ts'
import { getIncident, listIncidents } from '#modules/incident/contract.ts'
import { processAlerts } from '../process.ts'

type Labels = Record<string, string>
type Answer = Awaited<ReturnType<Caller['inject']>>

export const firing = (labels: Labels, more: object = {}): object => ({
  status: 'firing',
  labels,
  annotations: {},
  ...more,
})
export const resolved = (labels: Labels, more: object = {}): object => ({
  ...firing(labels, more),
  status: 'resolved',
})

/** A webhook's body as Alertmanager sends it. */
export const body = (groupKey: string, alerts: object[]): object => ({
  version: '4',
  receiver: 'zhengyun',
  status: 'firing',
  groupKey,
  alerts,
  truncatedAlerts: 0,
})

export interface Sender {
  /** POSTs to the Alertmanager intake, as the machine account. */
  post: (payload: unknown, query?: string) => Promise<Answer>
  process: () => Promise<void>
  /** POSTs a group of alerts and processes them; fails unless they are accepted. */
  send: (groupKey: string, ...alerts: object[]) => Promise<void>
  /** What the desk finds by a word. */
  incidentsOf: (q: string) => Promise<CallOutput<typeof listIncidents>['items']>
  /** The only incident whose text or labels hold the word. */
  onlyIncident: (q: string) => Promise<CallOutput<typeof getIncident>>
  /** Runs a statement as the owner of the tables. */
  owner: (statement: string) => Promise<void>
}

/** A monitoring system and a desk, for tests of alerts. */
export async function makeSender(t: TestApp): Promise<Sender> {
  const machine = await t.as('intake01')
  const desk = await t.as('desk01')
  const post: Sender['post'] = (payload, query = '') =>
    machine.inject({ method: 'POST', url: `/api/v1/intake/alertmanager${query}`, payload: payload as object })
  const process = (): Promise<void> => processAlerts({ db: t.db, log: () => undefined })
  const incidentsOf: Sender['incidentsOf'] = async (q) => (await desk.call(listIncidents, { q })).items
  return {
    post,
    process,
    incidentsOf,
    send: async (groupKey, ...alerts) => {
      const answer = await post(body(groupKey, alerts))
      if (answer.statusCode !== 202) throw new Error(`${answer.statusCode} ${answer.body}`)
      await process()
    },
    onlyIncident: async (q) => {
      const items = await incidentsOf(q)
      if (items.length !== 1) throw new Error(`${items.length} incidents hold ${q}`)
      return desk.call(getIncident, { id: items[0]!.id })
    },
    owner: async (statement) => {
      const client = new pg.Client({ connectionString: t.ownerUrl })
      await client.connect()
      await client.query(statement).finally(() => client.end())
    },
  }
}
