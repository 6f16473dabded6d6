import type { Db } from '../db/index.ts'
import { titlesOfPaths } from '../evidence/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import { decodeCursor, badCursor, page } from '../http/cursor.ts'
import type { Input, Output } from '../http/endpoint.ts'
import { say } from '../http/texts.ts'
import { findOrg, rootOrg } from '../org/index.ts'
import { inScope, type Actor } from '../permission/index.ts'
import { unitZone } from '../settings/index.ts'
import type * as contract from './contract.ts'
import type { Fact, FactQuery } from './fact.ts'
import { allFacts, demandSplit, demandSubjects, factOf, splitOf } from './registry.ts'
import * as store from './store.ts'

const english = (actor: Actor): boolean => actor.locale === 'en'

export function presentFact(actor: Actor, fact: Fact): Output<typeof contract.listFacts>['items'][number] {
  const lang = english(actor) ? 'en' : 'zh'
  const { key, kind, unit, by, splits } = fact
  return {
    key,
    name: fact.names[lang],
    words: fact.words[lang],
    kind,
    unit,
    by: [...by],
    splits: [...splits],
    asks: fact.asks?.[lang] ?? null,
  }
}

export async function listFactsVerb(_db: Db, actor: Actor): Promise<Output<typeof contract.listFacts>> {
  const items = [...allFacts().values()].map((fact) => presentFact(actor, fact))
  return { items: items.sort((a, b) => (a.key < b.key ? -1 : 1)) }
}

/**
 * What an actor asks, as a query: who reads the facts of an org reads those of everything below it; a company, and any
 * other org that works, reads what its own groups did, whoever it was done for.
 * @throws fact.not_found (404): an org that does not exist or lies outside the actor's scope
 * @throws fact.bad_period (422)
 */
export async function factQuery(
  db: Db,
  actor: Actor,
  input: Pick<
    Input<typeof contract.readFact>,
    'from' | 'to' | 'orgId' | 'serviceId' | 'vendorId' | 'groupId' | 'workOrgId'
  >,
): Promise<FactQuery> {
  const { from, to, orgId, ...subject } = input
  if (to < from) throw new AppError('fact.bad_period', { status: 422, field: 'to' })
  const org = orgId === undefined ? await rootOrg(db) : await findOrg(db, orgId)
  const vendor = subject.vendorId === undefined ? undefined : await findOrg(db, subject.vendorId)
  const works = subject.workOrgId === undefined ? undefined : await findOrg(db, subject.workOrgId)
  if (!org || (subject.vendorId !== undefined && vendor?.kind !== 'vendor')) throw notFound('fact')
  if (subject.workOrgId !== undefined && !works) throw notFound('fact')
  const own = [vendor, works].some((one) => one !== undefined && inScope(actor, 'fact.read', one.path))
  if (!own && !inScope(actor, 'fact.read', org.path)) throw notFound('fact')
  return { orgPath: org.path, ...subject, ...(await store.spanOfDays(db, { from, to }, unitZone())) }
}

/** @throws fact.unknown, fact.not_found (404), fact.bad_period, fact.not_by, fact.no_split (422) */
export async function readFactVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.readFact>,
): Promise<Output<typeof contract.readFact>> {
  const fact = factOf(input.key)
  const at = await factQuery(db, actor, input)
  demandSubjects(fact, at)
  if (input.split !== undefined) demandSplit(fact, input.split)
  return {
    fact: presentFact(actor, fact),
    from: at.from,
    to: at.to,
    figure: await store.figureOfFact(db, fact, at),
    parts: input.split === undefined ? [] : await namedParts(db, fact, at, input.split, actor.locale),
  }
}

/** The figures of the parts of a fact with the names of the parts. */
export async function namedParts(
  db: Db,
  fact: Fact,
  at: FactQuery,
  split: string,
  locale: Actor['locale'],
): Promise<Output<typeof contract.readFact>['parts']> {
  const parts = await store.figuresOfParts(db, fact, at, split, unitZone())
  const values = parts.flatMap((one) => (one.part === null ? [] : [one.part]))
  const names = await splitOf(split)?.names(db, values, locale)
  return parts.map((one) => ({ ...one, name: one.part === null ? null : (names?.get(one.part) ?? one.part) }))
}

/** @throws as `readFactVerb`, http.bad_cursor (422) */
export async function listFactRecordsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listFactRecords>,
): Promise<Output<typeof contract.listFactRecords>> {
  const fact = factOf(input.key)
  const at = await factQuery(db, actor, input)
  demandSubjects(fact, at)
  if (input.split !== undefined) demandSplit(fact, input.split)
  const rows = await store.recordsOfFact(db, fact, at, unitZone(), {
    part: input.split === undefined ? undefined : { split: input.split, value: input.part ?? null },
    ok: input.ok,
    after: input.cursor === undefined ? undefined : afterOf(input.cursor),
    limit: input.limit + 1,
  })
  const paths = rows.map((row) => row.path)
  const titles = await titlesOfPaths(db, actor, paths)
  const items = rows.map((row) => ({
    ...row,
    title: (row.path === null ? undefined : titles.get(row.path)) ?? null,
    note: noteOf(fact, row.note, actor.locale),
  }))
  return page(items, input.limit, (row) => [row.at, row.id])
}

/** A code in words, where the fact says what it is of. */
function noteOf(fact: Fact, note: string | null, locale: Actor['locale']): string | null {
  if (note === null) return null
  const found = fact.notes?.map((texts) => say(locale, `${texts}.${note}`, {}, ''))
  return found?.find((text) => text !== '') ?? note
}

/** As `store.recordsOfFact` wrote it, and a moment that there is: anything else would be a fault of the database. */
const isMoment = (text: string): boolean =>
  /^(?!0000)\d{4}(-\d\d){2}T\d\d(:\d\d){2}\.\d{6}Z$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 19) === text.slice(0, 19)

function afterOf(cursor: string): { at: string | null; id: string } {
  const [at, id] = decodeCursor(cursor, 2)
  const sound = at === null || (typeof at === 'string' && isMoment(at))
  if (!sound || typeof id !== 'string' || id.includes('\u0000')) throw badCursor()
  return { at: at as string | null, id }
}
