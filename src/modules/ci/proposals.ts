/** What sources propose: new items, other values, new relations; a person accepts or refuses. */
import { createHash } from 'node:crypto'
import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg, rootOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { checkAttributes } from './attributes.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import { allowedChanges } from './claims.ts'
import { manageableOrg, manages } from './policy.ts'
import type * as contract from './proposal-contract.ts'
import { putClaims, readClaims } from './store/claims.ts'
import { readCi, type CiRow } from './store/ci.ts'
import * as store from './store/proposals.ts'

/** What a source knows of one thing. */
export interface CiProposal {
  /** a registered source: `discovery`, `sheet`, `api` */
  source: string
  /** how the source calls the thing, the same each time (a serial number, a chassis id); at most 200 characters */
  key: string
  /** key of a class that can have items: `switch` */
  class: string
  name: string
  /** where a new item would belong; default: the actor's own unit */
  orgId?: string | null
  location?: string
  /** by attribute key of the class (with what it inherits) */
  attributes?: Record<string, unknown>
  /** `out`: this thing is the source of the relation ("this runs on that"); `key` is the source's name of the other end */
  relations?: readonly { type: string; direction?: 'out' | 'in'; key: string }[]
}

export interface ProposalOutcome {
  /** of the open proposal, or of the refused one that said the same */
  proposalId: string | null
  /** the item that the key is known to be */
  ciId: string | null
  /** `unchanged`: there is nothing new in it; the item counts as confirmed */
  outcome: 'open' | 'unchanged' | 'rejected'
}

/**
 * Hands in what a source has found of one thing. New things, other values (unless a stronger source stands for what is
 * written) and new relations become one open proposal per source and key, which a later call replaces; what was refused is
 * not proposed again unless it changes. Relations may name keys that are not known yet. Nothing of an item changes by
 * this but when it was last confirmed and what the source is known to say. Audited as `ci.propose` where it says
 * something new: sources look again and again at what stays as it is.
 * @throws ci.unknown_source, ci.unknown_class, ci.class_not_usable, ci.bad_attributes, ci.unknown_relation_type,
 *   ci.unknown_reference (422), naming the field
 */
export async function proposeCi(tx: Tx, actor: Actor, proposal: CiProposal): Promise<ProposalOutcome> {
  const catalogue = await catalogueOf(tx)
  const { source, key } = proposal
  await store.lockKey(tx, source, key)
  const ciId = (await store.ciOfKey(tx, source, key)) ?? null
  const item = ciId ? ((await readCi(tx, ciId, true)) ?? null) : null
  const read = await readProposal(tx, actor, catalogue, proposal, item)
  const said = item ? await putClaims(tx, item.id, source, read.attributes) : false
  const { changed, ...outcome } = await settle(tx, catalogue, proposal, read, item)
  if (said || changed)
    await audit(tx, actor, {
      action: 'ci.propose',
      entity: 'ci-proposal',
      entityId: outcome.proposalId ?? outcome.ciId ?? key,
      orgId: read.orgId,
      after: { source, key, name: proposal.name, outcome: outcome.outcome },
    })
  return outcome
}

interface Read {
  classId: string
  orgId: string
  attributes: Record<string, unknown>
  relations: { type: string; fromKey: string; toKey: string }[]
}

async function readProposal(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  proposal: CiProposal,
  item: CiRow | null,
): Promise<Read> {
  if (!catalogue.sources.has(proposal.source))
    throw new AppError('ci.unknown_source', { status: 422, field: 'source' })
  const cls = catalogue.usable(catalogue.classByKey(proposal.class)?.id ?? '', 'class')
  const checked = checkAttributes(catalogue.definitions(item?.classId ?? cls.id), proposal.attributes ?? {})
  if (checked.problems.length > 0)
    throw new AppError('ci.bad_attributes', {
      status: 422,
      errors: checked.problems.map(({ key, problem }) => ({
        field: `attributes.${key}`,
        code: `ci.attribute_${problem}`,
        message: '',
      })),
    })
  const relations = (proposal.relations ?? []).map((one, i) => {
    if (!catalogue.types.get(one.type)?.active)
      throw new AppError('ci.unknown_relation_type', { status: 422, field: `relations.${i}.type` })
    const [fromKey, toKey] = one.direction === 'in' ? [one.key, proposal.key] : [proposal.key, one.key]
    return { type: one.type, fromKey, toKey }
  })
  const unique = new Map(relations.map((one) => [`${one.type}\n${one.fromKey}\n${one.toKey}`, one]))
  return {
    classId: cls.id,
    orgId: await placeOf(tx, actor, proposal, item),
    attributes: checked.values,
    relations: [...unique.values()].filter((one) => one.fromKey !== one.toKey),
  }
}

async function placeOf(tx: Tx, actor: Actor, proposal: CiProposal, item: CiRow | null): Promise<string> {
  if (item && !manages(actor, item.orgPath))
    throw new AppError('ci.unknown_reference', { status: 422, field: 'key' })
  if (item) return item.org.id
  const id = proposal.orgId ?? actor.orgId ?? (await rootOrg(tx))?.id
  const org = id ? await findOrg(tx, id) : undefined
  if (!org) throw new AppError('ci.unknown_reference', { status: 422, field: 'orgId' })
  return (await manageableOrg(tx, actor, org.id)).id
}

/** Keeps, replaces or drops the open proposal of the key. @returns `changed`: what is proposed is other than before */
async function settle(
  tx: Tx,
  catalogue: Catalogue,
  proposal: CiProposal,
  read: Read,
  item: CiRow | null,
): Promise<ProposalOutcome & { changed: boolean }> {
  const { source, key, name } = proposal
  const claims = item ? await readClaims(tx, item.id) : []
  const changes = item ? allowedChanges(catalogue, item, claims, source, read.attributes) : []
  const relations = await store.newRelations(tx, source, read.relations)
  const ciId = item?.id ?? null
  if (item && changes.length === 0 && relations.length === 0) {
    const changed = await store.dropOpen(tx, source, key)
    await store.seen(tx, source, key, item.id)
    return { proposalId: null, ciId, outcome: 'unchanged', changed }
  }
  const attributes = item ? Object.fromEntries(changes.map((one) => [one.field, one.after])) : read.attributes
  const content = [ciId, read.classId, item ? null : name, Object.entries(attributes).sort(), relations]
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  const refused = await store.latestProposal(tx, source, key, 'rejected')
  if (refused?.fingerprint === fingerprint) {
    const changed = await store.dropOpen(tx, source, key)
    await store.touchProposal(tx, refused.id)
    return { proposalId: refused.id, ciId, outcome: 'rejected', changed }
  }
  const { classId, orgId } = read
  const location = proposal.location ?? ''
  const { id: proposalId, changed } = await store.putProposal(tx, {
    ...{ source, key, ciId, classId, orgId, name, location, attributes, fingerprint },
  })
  await store.replaceRelations(tx, proposalId, source, relations)
  if (changed) await emit(tx, { type: 'ci.proposed', entity: 'ci-proposal', entityId: proposalId })
  return { proposalId, ciId, outcome: 'open', changed }
}

/** Hands in a proposal over HTTP. @throws see `proposeCi` */
export async function proposeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.propose>,
): Promise<Output<typeof contract.propose>> {
  return proposeCi(tx, actor, input)
}
