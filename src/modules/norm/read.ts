/** What pages show: overview, a norm as a document, a clause, what I answer for. */
import type { Kysely } from 'kysely'
import { allFacts, factKeyOfRule } from '#kernel/fact/index.ts'
import { dbNow, type DB, type Db } from '#kernel/db/index.ts'
import { evidenceRules, titlesOfPaths } from '#kernel/evidence/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type * as contract from './contract.ts'
import { measure, rulesOf } from './evaluate.ts'
import { presentExemption } from './exemptions.ts'
import { count, trend } from './lifecycle.ts'
import { accessAdoption, accessClause, answers, manages, mayEvaluate, presentAdoption } from './policy.ts'
import { presentProofs } from './proofs.ts'
import { soundStatesAt } from './seal.ts'
import { selectAdoptions, selectResponsible, type AdoptionRow } from './store/adoption.ts'
import { selectClauses, type ClauseRow } from './store/library.ts'
import { selectExemptions, selectProofs } from './store/proof.ts'
import * as store from './store/state.ts'
import { everything, visibleNorms } from './visible.ts'
import { gaps } from './words.ts'

type Line = Output<typeof contract.readNormOf>['clauses'][number]
type Moments = Awaited<ReturnType<typeof store.momentsOf>>

const wordsOf = (actor: Actor, rule: string): string => {
  const known = evidenceRules().get(rule)
  // a rule of an earlier version of the program has left its results behind
  return known ? known.words[actor.locale === 'en' ? 'en' : 'zh'] : rule
}

type Titles = Awaited<ReturnType<typeof titlesOfPaths>>

/** What the records of findings are called, as far as the reader may see them: asked once for all of them. */
export const titlesIn = (
  db: Db,
  actor: Actor,
  rows: readonly Pick<store.FindingRow, 'samples'>[],
): Promise<Titles> =>
  titlesOfPaths(
    db,
    actor,
    rows.flatMap((row) => row.samples.map((one) => one.path)),
  )

export function presentFinding(
  actor: Actor,
  { runId: _run, ...row }: store.FindingRow,
  code: string,
  titles: Titles,
): Output<typeof contract.measureRule> {
  const part = evidenceRules().get(row.rule)?.supports?.includes(code) ?? false
  const key = factKeyOfRule(row.rule)
  const samples = row.samples.map((one) => ({ ...one, title: titles.get(one.path ?? '') ?? null }))
  return { ...row, samples, words: wordsOf(actor, row.rule), part, fact: allFacts().has(key) ? key : null }
}

const clauseOf = (row: ClauseRow) => {
  const { position: _position, ...clause } = row
  return { ...clause, type: row.type as Line['type'] }
}
const stateOf = (row: store.StateRow): Line['state'] => ({
  status: row.status,
  source: row.source,
  doubt: row.doubt,
  at: row.at,
})

/** Clauses of a norm in force as lines, with how they stood at a moment and a month before it. */
async function linesOf(db: Db, adoption: AdoptionRow, at: Moments): Promise<Line[]> {
  const clauses = await selectClauses(db, adoption.editionId)
  const now = new Map((await soundStatesAt(db, adoption.id, at.at)).map((row) => [row.clauseId, row]))
  const before = new Map((await soundStatesAt(db, adoption.id, at.before)).map((row) => [row.clauseId, row]))
  const people = await selectResponsible(db, adoption.id)
  const tasks = await store.openTasks(db, adoption.id)
  const runs = [...new Set([...now.values()].flatMap((row) => (row.runId ? [row.runId] : [])))]
  const figures = new Map(
    (await store.findingsOf(db, runs)).map((row) => [`${row.runId} ${row.rule}`, row.figure]),
  )
  return clauses.map((clause) => {
    const state = now.get(clause.id)!
    return {
      ...clauseOf(clause),
      state: stateOf(state),
      trend: trend(before.get(clause.id)?.status ?? null, state.status),
      responsible: people.get(clause.id) ?? [],
      figure: figures.get(`${state.runId} ${state.rules[0]}`) ?? null,
      computed: rulesOf(clause.code).length > 0,
      openTasks: tasks.get(clause.id) ?? 0,
    }
  })
}

/** @throws norm.not_found (404) */
export async function readNormVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.readNormOf>,
): Promise<Output<typeof contract.readNormOf>> {
  const adoption = await accessAdoption(db, actor, input.id)
  const at = await store.momentsOf(db, input.on, unitZone())
  const clauses = await linesOf(db, adoption, at)
  return {
    ...presentAdoption(actor, adoption),
    on: input.on ?? null,
    counts: count(clauses.map((one) => one.state.status)),
    clauses,
  }
}

/** How many clauses of the overview that got worse are explained. */
const mostWorsened = 50

export async function overviewVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.overview>,
): Promise<Output<typeof contract.overview>> {
  const at = await store.momentsOf(db, input.on, unitZone())
  const items: Output<typeof contract.overview>['items'] = []
  const worsened: Output<typeof contract.overview>['worsened'] = []
  for (const adoption of await selectAdoptions(db, visibleNorms(actor), { zone: unitZone() })) {
    if (adoption.toDay !== null && adoption.toDay <= at.day) continue
    const now = await soundStatesAt(db, adoption.id, at.at)
    const before = new Map(
      (await soundStatesAt(db, adoption.id, at.before)).map((row) => [row.clauseId, row]),
    )
    const tasks = await store.openTasks(db, adoption.id)
    const trends = now.map((row) => trend(before.get(row.clauseId)?.status ?? null, row.status))
    items.push({
      ...presentAdoption(actor, adoption),
      clauses: now.length,
      counts: count(now.map((row) => row.status)),
      before: count([...before.values()].map((row) => row.status)),
      better: trends.filter((one) => one > 0).length,
      worse: trends.filter((one) => one < 0).length,
      gaps: now.filter((row) => row.status && gaps.includes(row.status)).length,
      openTasks: [...tasks.values()].reduce((sum, n) => sum + n, 0),
      doubt: now.some((row) => row.doubt),
      evaluatedAt: now.reduce<Date | null>(
        (last, row) => (row.at && (!last || row.at > last) ? row.at : last),
        null,
      ),
    })
    const bad = now.filter((_row, i) => trends[i] === -1).slice(0, mostWorsened - worsened.length)
    if (bad.length > 0) worsened.push(...(await explain(db, actor, adoption, bad, before)))
  }
  return { on: at.day, items, worsened }
}

async function explain(
  db: Db,
  actor: Actor,
  adoption: AdoptionRow,
  now: readonly store.StateRow[],
  before: ReadonlyMap<string, store.StateRow>,
): Promise<Output<typeof contract.overview>['worsened']> {
  const clauses = new Map(
    (
      await selectClauses(
        db,
        adoption.editionId,
        now.map((row) => row.clauseId),
      )
    ).map((one) => [one.id, one]),
  )
  const runs = now.flatMap((row) => [row.runId, before.get(row.clauseId)?.runId]).filter((id) => id != null)
  const found = new Map((await store.findingsOf(db, runs)).map((row) => [`${row.runId} ${row.rule}`, row]))
  return now.map((row) => {
    const then = before.get(row.clauseId)!
    const clause = clauses.get(row.clauseId)!
    return {
      adoptionId: adoption.id,
      clauseId: row.clauseId,
      norm: adoption.title,
      normEn: adoption.titleEn,
      article: clause.article,
      gist: clause.gist,
      gistEn: clause.gistEn,
      before: then.status!,
      now: row.status!,
      why: row.rules
        .map((rule) => ({
          rule,
          a: found.get(`${then.runId} ${rule}`),
          b: found.get(`${row.runId} ${rule}`),
        }))
        .filter(({ b }) => b && gaps.includes(b.status))
        .map(({ rule, a, b }) => ({
          rule,
          words: wordsOf(actor, rule),
          before: a?.figure ?? null,
          now: b!.figure,
        })),
    }
  })
}

/** @throws norm.not_found (404) */
export async function readClauseVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.readClause>,
): Promise<Output<typeof contract.readClause>> {
  const { adoption, clause } = await accessClause(db, actor, input)
  const zone = unitZone()
  const at = await store.momentsOf(db, input.on, zone)
  const [state] = await soundStatesAt(db, adoption.id, at.at, clause.id)
  const rules = rulesOf(clause.code)
  const findings = (state?.runId ? await store.findingsOf(db, [state.runId]) : []).filter((row) =>
    state!.rules.includes(row.rule),
  )
  const titles = await titlesIn(db, actor, findings)
  const place = { adoptionId: adoption.id, clauseId: clause.id }
  const history = await store.historyOf(db, { ...place, rule: rules[0]?.rule.key ?? null, zone })
  const responsible = (await selectResponsible(db, adoption.id)).get(clause.id) ?? []
  const abilities: Output<typeof contract.readClause>['abilities'] = []
  if (manages(actor, adoption.orgPath)) abilities.push('manage')
  if (mayEvaluate(actor, adoption.orgPath) && adoption.active) abilities.push('evaluate')
  if (answers(actor, adoption.orgPath, responsible)) abilities.push('answer')
  return {
    adoption: presentAdoption(actor, adoption),
    clause: clauseOf(clause),
    state: stateOf(state!),
    rules: rules.map(({ rule, part }) => ({
      rule: rule.key,
      words: wordsOf(actor, rule.key),
      part,
      days: rule.days,
    })),
    findings: findings.map((row) => presentFinding(actor, row, clause.code, titles)),
    history: history.map(({ day, status, source, figure }) => ({ day, status, source, figure })),
    responsible,
    proofs: await presentProofs(db, actor, adoption, await selectProofs(db, place)),
    exemptions: (await selectExemptions(db, place)).map((row) => presentExemption(actor, adoption, row)),
    abilities,
  }
}

/**
 * What a rule says of any period of whole days: reports and evaluations ask the same question. Nothing is kept.
 * @throws norm.not_found (404): no such norm or rule; norm.not_allowed (403); norm.bad_period (422)
 */
export async function measureRuleVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.measureRule>,
): Promise<Output<typeof contract.measureRule>> {
  const adoption = await accessAdoption(db, actor, input.id)
  if (!mayEvaluate(actor, adoption.orgPath)) throw new AppError('norm.not_allowed', { status: 403 })
  const rule = evidenceRules().get(input.rule)
  if (!rule) throw notFound('norm')
  if (input.to < input.from) throw new AppError('norm.bad_period', { status: 422, field: 'to' })
  const span = await store.spanOf(db, input.from, input.to, unitZone())
  const found = await measure(db as Kysely<DB>, rule, { orgPath: adoption.orgPath, ...span })
  return presentFinding(actor, { runId: '', ...found }, '', await titlesIn(db, actor, [found]))
}

const soonDays = 30

/** What I answer for. Where rules say everything, nothing has to be filed. */
export async function listMineVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listMine>> {
  if (actor.kind !== 'person' || actor.id === null) return { items: [] }
  const duties = await store.dutiesOf(db, actor.id, unitZone())
  const at = await store.momentsOf(db, undefined, unitZone())
  const now = await dbNow(db)
  const soon = new Date(now.getTime() + soonDays * 86_400_000).toISOString().slice(0, 10)
  const items: Output<typeof contract.listMine>['items'] = []
  for (const adoption of await selectAdoptions(db, visibleNorms(actor), { zone: unitZone() })) {
    const own = new Map(
      duties.filter((one) => one.adoptionId === adoption.id).map((one) => [one.clauseId, one]),
    )
    if (own.size === 0) continue
    for (const line of await linesOf(db, adoption, at)) {
      const duty = own.get(line.id)
      if (!duty) continue
      items.push({
        ...line,
        adoptionId: adoption.id,
        norm: adoption.title,
        normEn: adoption.titleEn,
        due: dueOf(line, duty, at.day, soon),
        validUntil: duty.validUntil,
      })
    }
  }
  return { items }
}

function dueOf(
  line: Line,
  duty: store.DutyRow,
  today: string,
  soon: string,
): Output<typeof contract.listMine>['items'][number]['due'] {
  if (line.state.source === 'exemption' || (line.computed && line.state.source === 'rules')) return null
  if (duty.waiting) return 'waiting'
  if (duty.validUntil === null) return line.evidence === '' ? null : 'missing'
  if (duty.validUntil < today) return 'expired'
  return duty.validUntil < soon ? 'soon' : null
}

/** Norms in force anywhere, for the program itself. */
export async function normsInForce(db: Db): Promise<{ id: string; code: string }[]> {
  return selectAdoptions(db, everything, { zone: unitZone() })
}
