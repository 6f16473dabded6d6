import type { Db, Tx } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { can, inScope, rolesOf, type Actor } from '#kernel/permission/index.ts'
import { serviceForIntake } from '#modules/service/index.ts'
import type * as contract from './contract.ts'
import type { Audience } from './item-contract.ts'
import { findAsker, pathsOf, selectCategories, selectItems, selectPeople, type ItemRow } from './store.ts'

/** Who asks: what they are and where they belong decides what they may ask for. */
export interface Asker {
  id: string
  name: string
  orgId: string
  orgPath: string
  roles: readonly string[]
}

/** @returns undefined for machines and people who are not active */
export async function askerOf(db: Db, personId: string | null): Promise<Asker | undefined> {
  const person = personId === null ? undefined : await findAsker(db, personId)
  return person && { ...person, roles: await rolesOf(db, person.id) }
}

/** For whom the caller looks: for himself, or for somebody else if he may ask for others. */
async function subjectOf(db: Db, actor: Actor, forId: string | undefined): Promise<Asker | undefined> {
  if (forId === undefined || forId === actor.id) return askerOf(db, actor.id)
  const other = await askerOf(db, forId)
  if (!other || !inScope(actor, 'request.ask-for-others', other.orgPath)) throw notFound('catalogue')
  return other
}

function admits(audience: Audience, asker: Asker, paths: ReadonlyMap<string, string>): boolean {
  const byRole = audience.roles.length === 0 || audience.roles.some((role) => asker.roles.includes(role))
  const byOrg =
    audience.orgIds.length === 0 ||
    audience.orgIds.some((id) => asker.orgPath.startsWith(paths.get(id) ?? '\n'))
  return byRole && byOrg
}

/** The active items that somebody may ask for, in their live versions. */
async function itemsFor(db: Db, asker: Asker | undefined, id?: string): Promise<ItemRow[]> {
  if (!asker) return []
  const rows = await selectItems(db, { active: true, ...(id ? { id } : {}) })
  const paths = await pathsOf(
    db,
    rows.flatMap((row) => row.definition.audience.orgIds),
  )
  return rows.filter((row) => admits(row.definition.audience, asker, paths))
}

/** An item that somebody may ask for now; undefined when there is none. */
export async function itemForAsking(db: Db | Tx, asker: Asker, id: string): Promise<ItemRow | undefined> {
  return (await itemsFor(db, asker, id))[0]
}

/** What the caller may ask for; `q` finds words of any length by their letters, also two Chinese characters. */
export async function browseCatalogueVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.browseCatalogue>,
): Promise<Output<typeof contract.browseCatalogue>> {
  const items = await itemsFor(db, await subjectOf(db, actor, input.forId))
  const words = (input.q ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  const found = items.filter((item) => words.every((word) => textOf(item).includes(word)))
  const used = new Set(items.map((item) => item.categoryId))
  const categories = (await selectCategories(db)).filter((one) => one.active && used.has(one.id))
  return { categories, items: found.map(cardOf) }
}

function textOf({ code, definition: d }: ItemRow): string {
  const words = [d.name, d.nameEn, d.summary, d.summaryEn, d.description, d.descriptionEn, d.keywords, code]
  return words.join('\n').normalize('NFKC').toLowerCase()
}

function cardOf({ id, code, categoryId, no, popular, definition: d }: ItemRow) {
  const { name, nameEn, summary, summaryEn, target, cost, costEn } = d
  return {
    ...{ id, code, categoryId, no, popular },
    ...{ name, nameEn, summary, summaryEn, target, cost, costEn },
    needsApproval: d.approval !== null,
  }
}

/** @throws catalogue.not_found (404), also for an item that is not for the caller */
export async function getOfferVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getOffer>,
): Promise<Output<typeof contract.getOffer>> {
  const asker = await subjectOf(db, actor, input.forId)
  const item = asker && (await itemForAsking(db, asker, input.id))
  if (!item) throw notFound('catalogue')
  const { definition: d } = item
  const service = d.serviceId ? await serviceForIntake(db, d.serviceId) : undefined
  return {
    ...cardOf(item),
    description: d.description,
    descriptionEn: d.descriptionEn,
    quality: d.quality,
    qualityEn: d.qualityEn,
    service: service ? { id: service.id, name: service.name } : null,
    form: d.form,
    steps: d.tasks.map(({ name, nameEn, stage }) => ({ name, nameEn, stage })),
  }
}

/** People of the caller's own unit and below; everybody for those who may look up people. Nothing before the first letter. */
export async function lookupColleaguesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.lookupColleagues>,
): Promise<Output<typeof contract.lookupColleagues>> {
  if (input.q === '') return { items: [] }
  return { items: await selectPeople(db, input.q, can(actor, 'people.lookup') ? '/' : actor.orgPath) }
}
