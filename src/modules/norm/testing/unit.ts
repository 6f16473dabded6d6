import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { registerEvidence } from '#kernel/evidence/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { evaluateAsked } from '../asked.ts'
import * as contract from '../contract.ts'
import { broken, partly, whole } from './rules.ts'

export let app: TestApp
export let mgr: Caller, lead: Caller, eng: Caller, desk: Caller
/** The unit's org, and its adoption of the rules 运维管理规定, in force from today. */
export let unit: string, adoption: string
export const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
export const later = (days: number) =>
  new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
export const context = () => ({ db: app.db, settings: app.settings, log: () => undefined })

/** For the tests of a file: an application, people at work in it, and a norm in force whose rules do what `says` tells them. */
export function useUnit(): void {
  beforeAll(async () => {
    app = await testApp()
    registerEvidence([whole, partly, broken])
    ;[mgr, lead, eng, desk] = (await Promise.all(
      ['mgr01', 'lead01', 'eng01', 'desk01'].map((login) => app.as(login)),
    )) as [Caller, Caller, Caller, Caller]
    unit = (await mgr.call(lookupOrgs, { limit: 500 })).items.find((one) => one.parentId === null)!.id
    adoption = await inForce('ops-rules')
  })
  afterAll(() => app.close())
}

/** As somebody with the owner's password, past every right of the application. */
export async function asOwner(text: string): Promise<void> {
  const owner = new pg.Client(app.ownerUrl)
  await owner.connect()
  await owner.query(text)
  await owner.end()
}

async function inForce(code: string): Promise<string> {
  const norm = (await mgr.call(contract.listNorms, {})).items.find((one) => one.code === code)!
  return (await mgr.call(contract.adopt, { editionId: norm.editions[0]!.id, orgId: unit, fromDay: today })).id
}

/** The clauses of the norm as they stand, or stood on a day. */
export const clauses = async (on?: string) =>
  (await mgr.call(contract.readNormOf, { id: adoption, ...(on ? { on } : {}) })).clauses
export const clause = async (code: string) => (await clauses()).find((one) => one.code === code)!
export const stateOf = async (code: string) => {
  const { status, source } = (await clause(code)).state
  return [status, source]
}
/** Evaluates one clause. */
export const evaluate = async (code: string) =>
  mgr.call(contract.evaluate, { id: adoption, clauseId: (await clause(code)).id })
/** Evaluates all of them, in the background. @returns what came of it */
export async function evaluateAll() {
  await mgr.call(contract.askEvaluation, { id: adoption })
  await evaluateAsked(context())
  return lastAsked()
}
export const lastAsked = async () => (await mgr.call(contract.readEvaluation, { id: adoption })).evaluation!
export const runs = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from norm_run`.execute(app.db)).rows[0]!.n
