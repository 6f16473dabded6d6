/** Runs the rules of evidence and keeps what they say. Each rule has a transaction of its own: one that fails is an error. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { evidenceRules, figureOf, judge, type EvidenceRule } from '#kernel/evidence/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type * as contract from './contract.ts'
import { clauseState } from './lifecycle.ts'
import { accessAdoption, mayEvaluate } from './policy.ts'
import { selectAdoptions } from './store/adoption.ts'
import { selectClauses, type ClauseRow } from './store/library.ts'
import { exemptNow, proofsToday } from './store/proof.ts'
import { sealRun } from './seal.ts'
import * as store from './store/state.ts'
import { everything } from './visible.ts'
import type { reasons } from './words.ts'

/** Seconds that one rule may take. */
const ruleSeconds = 30
/** While nobody waits for the results, so many times as long as a rule took nothing is asked: the database is the desk's. */
const restTimes = 4
/** What took less is not felt. */
const feltMs = 20
/** How soon a rest notices that the process ends. */
const restPieceMs = 250
const day = 86_400_000

/** A rule of a clause; `part`: it proves only a part of it. */
export interface RuleOf {
  rule: EvidenceRule
  part: boolean
}

/** The rules that prove a clause, whole or in part. */
export function rulesOf(code: string): RuleOf[] {
  const out: RuleOf[] = []
  for (const rule of evidenceRules().values())
    if (rule.proves.includes(code)) out.push({ rule, part: false })
    else if (rule.supports?.includes(code)) out.push({ rule, part: true })
  return out
}

/** What one rule says of a period; an exception, or one that takes too long, is an error and nothing else. */
export async function measure(
  db: Kysely<DB>,
  rule: EvidenceRule,
  at: { orgPath: string; from: Date; to: Date },
): Promise<Omit<store.FindingRow, 'runId'>> {
  const head = { rule: rule.key, from: at.from, to: at.to }
  try {
    const found = await transaction(db, async (tx) => {
      await store.limitStatement(tx, ruleSeconds)
      return rule.measure(tx, at)
    })
    const { cases, good, imported } = found
    const samples = [...found.samples]
    return {
      ...head,
      status: judge(found, rule.needs),
      figure: figureOf(found),
      cases,
      good,
      imported,
      samples,
      error: null,
    }
  } catch (error) {
    const text = String(error instanceof Error ? error.message : error).slice(0, 500)
    return {
      ...head,
      status: 'error',
      figure: null,
      cases: 0,
      good: 0,
      imported: 0,
      samples: [],
      error: text,
    }
  }
}

export interface Wanted {
  org: { id: string; path: string }
  why: (typeof reasons)[number]
  /** the end of the periods that rules look back from */
  to: Date
  askedBy: string | null
  doubt?: boolean
  /** only these clauses; default all of what holds */
  adoptionId?: string
  clauseIds?: readonly string[]
  rules?: ReadonlySet<string>
  /** keep only what is not as it was */
  onlyChanges?: boolean
  /** the database is the desk's: rests between rules; default unless somebody waits for the answer */
  rests?: boolean
  /** how many rules have answered, of how many; told before the first one and after each */
  progress?: (done: number, of: number) => Promise<void>
  /** the process ends: nothing is kept */
  stopping?: () => boolean
}

interface Part {
  adoptionId: string
  clause: ClauseRow
  rules: RuleOf[]
}

async function wantedClauses(db: Db, w: Wanted): Promise<Part[]> {
  const parts: Part[] = []
  for (const adoption of await selectAdoptions(db, everything, {
    zone: unitZone(),
    orgId: w.org.id,
    ...(w.adoptionId ? { id: w.adoptionId } : {}),
  })) {
    if (!adoption.active) continue
    for (const clause of await selectClauses(db, adoption.editionId, w.clauseIds)) {
      const rules = rulesOf(clause.code)
      if (w.rules && !rules.some((one) => w.rules!.has(one.rule.key))) continue
      parts.push({ adoptionId: adoption.id, clause, rules })
    }
  }
  return parts
}

export interface Evaluated {
  clauses: number
  rules: number
  errors: number
}

type Also = (tx: Tx, runId: string, came: Evaluated) => Promise<void>

/**
 * Evaluates what holds for an org and keeps the results: rules one after the other, with rests in between where nobody waits
 * for them, so that the service desk does not feel it; then everything in one transaction.
 * @param also what belongs to the results, in the transaction that keeps them; not where there are none
 */
export async function evaluateOrg(
  db: Kysely<DB>,
  w: Wanted & { stopping?: never },
  also?: Also,
): Promise<Evaluated>
export async function evaluateOrg(db: Kysely<DB>, w: Wanted, also?: Also): Promise<Evaluated | 'stopped'>
export async function evaluateOrg(db: Kysely<DB>, w: Wanted, also?: Also): Promise<Evaluated | 'stopped'> {
  const parts = await wantedClauses(db, w)
  if (parts.length === 0) return { clauses: 0, rules: 0, errors: 0 }
  const rules = new Map(parts.flatMap((part) => part.rules.map((one) => [one.rule.key, one.rule])))
  const findings = new Map<string, Omit<store.FindingRow, 'runId'>>()
  const rests = w.rests ?? w.why !== 'demand'
  await w.progress?.(0, rules.size)
  for (const rule of [...rules.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const begun = performance.now()
    findings.set(
      rule.key,
      await measure(db, rule, {
        orgPath: w.org.path,
        from: new Date(w.to.getTime() - rule.days * day),
        to: w.to,
      }),
    )
    const took = performance.now() - begun
    await w.progress?.(findings.size, rules.size)
    if (rests && took > feltMs) await rest(restTimes * took, w.stopping)
    if (w.stopping?.()) return 'stopped'
  }
  const errors = [...findings.values()].filter((one) => one.status === 'error').length
  const came = { clauses: parts.length, rules: rules.size, errors }
  await transaction(db, (tx) => keep(tx, w, parts, findings, also && ((at, runId) => also(at, runId, came))))
  return came
}

/** A process that ends is not kept waiting for a rest. */
async function rest(ms: number, stopping: (() => boolean) | undefined): Promise<void> {
  const until = performance.now() + ms
  for (let left = ms; left > 0 && !stopping?.(); left = until - performance.now())
    await sleep(Math.min(left, stopping ? restPieceMs : left))
}

async function keep(
  tx: Tx,
  w: Wanted,
  parts: readonly Part[],
  findings: ReadonlyMap<string, Omit<store.FindingRow, 'runId'>>,
  also?: (tx: Tx, runId: string) => Promise<void>,
): Promise<void> {
  const adoptionIds = [...new Set(parts.map((part) => part.adoptionId))]
  const now = await store.holdResults(tx, w.org.id)
  const doubt = w.doubt ?? (await store.lastDoubt(tx, w.org.id))
  const exempt = await exemptNow(tx, adoptionIds)
  const proofs = await proofsToday(tx, adoptionIds, unitZone())
  let results = parts.map(({ adoptionId, clause, rules }): store.NewResult => {
    const key = `${adoptionId} ${clause.id}`
    const said = clauseState({
      asked: clause.evidence !== '',
      exempt: exempt.has(key),
      rules: rules.map(({ rule, part }) => ({ status: findings.get(rule.key)!.status, part })),
      proof: proofs.get(key) ?? null,
      doubt,
    })
    return { adoptionId, clauseId: clause.id, ...said, rules: rules.map((one) => one.rule.key) }
  })
  if (w.onlyChanges) results = await changedOnly(tx, adoptionIds, results, now)
  if (results.length === 0) return
  const used = new Set(results.flatMap((one) => one.rules))
  const runId = await store.insertRun(tx, { orgId: w.org.id, why: w.why, doubt, askedBy: w.askedBy, at: now })
  await store.insertFindings(
    tx,
    [...findings.values()].filter((one) => used.has(one.rule)).map((one) => ({ runId, ...one })),
  )
  await store.insertResults(tx, runId, now, results)
  await sealRun(tx, runId, w.org.id)
  await also?.(tx, runId)
}

async function changedOnly(
  tx: Tx,
  adoptionIds: readonly string[],
  results: readonly store.NewResult[],
  now: Date,
): Promise<store.NewResult[]> {
  const before = new Map<string, string>()
  for (const id of adoptionIds)
    for (const row of await store.statesAt(tx, id, now))
      before.set(`${id} ${row.clauseId}`, `${row.status} ${row.source}`)
  return results.filter(
    (one) => before.get(`${one.adoptionId} ${one.clauseId}`) !== `${one.status} ${one.source}`,
  )
}

/** Evaluates one clause of a norm in force, now. @throws norm.not_found (404), norm.not_allowed (403), norm.not_active (409) */
export async function evaluateVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.evaluate>,
): Promise<Output<typeof contract.evaluate>> {
  const row = await accessAdoption(db, actor, input.id)
  if (!mayEvaluate(actor, row.orgPath)) throw new AppError('norm.not_allowed', { status: 403 })
  if (!row.active) throw new AppError('norm.not_active', { status: 409 })
  const began = performance.now()
  const done = await evaluateOrg(
    db as Kysely<DB>,
    {
      org: { id: row.org.id, path: row.orgPath },
      why: 'demand',
      to: await dbNow(db),
      askedBy: actor.id,
      adoptionId: row.id,
      clauseIds: [input.clauseId],
    },
    async (tx, runId) =>
      audit(tx, actor, {
        action: 'norm.evaluate',
        entity: 'norm_adoption',
        entityId: row.id,
        orgId: row.org.id,
        after: { runId, clauseId: input.clauseId },
      }),
  )
  return { ...done, milliseconds: Math.round(performance.now() - began) }
}
