import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessIncident, visibleIncidents } from '#modules/incident/index.ts'
import { bodyFromText } from './body-contract.ts'
import { stateForReaders } from './lifecycle.ts'
import { accessArticle, standingOf } from './policy.ts'
import { present } from './present.ts'
import * as store from './store/links.ts'
import type * as contract from './ticket-contract.ts'
import { visibleArticles } from './visible.ts'
import type { LinkWay } from './words.ts'
import { beginArticle } from './write.ts'

type OfTicket = Output<typeof contract.articlesOfIncident>
type Incident = Awaited<ReturnType<typeof accessIncident>>

async function ofTicket(db: Db, actor: Actor, ticketId: string): Promise<OfTicket> {
  const rows = await store.articlesOfTicket(db, visibleArticles(actor), ticketId)
  return {
    items: rows.map(({ id, number, kind, title, classification, how, linkedBy, linkedAt, ...row }) => ({
      id,
      number,
      kind,
      title,
      classification,
      how,
      linkedBy,
      linkedAt,
      state: row.seesDraft ? row.state : stateForReaders(standingOf(row)),
    })),
  }
}

/** @throws incident.not_found (404) */
export async function articlesOfIncidentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.articlesOfIncident>,
): Promise<OfTicket> {
  const incident = await accessIncident(db, actor, input.id)
  return ofTicket(db, actor, incident.id)
}

async function link(
  tx: Tx,
  actor: Actor,
  incident: Incident,
  article: { id: string; orgId?: string | null },
  how: LinkWay,
): Promise<void> {
  const changed = await store.putLink(tx, {
    articleId: article.id,
    ticketId: incident.id,
    how,
    by: actor.kind === 'person' ? actor.id : null,
  })
  // said again it changes nothing, but a request leaves its trace
  if (!changed && actor.kind === 'system') return
  await audit(tx, actor, {
    action: 'knowledge.link',
    entity: 'article',
    entityId: article.id,
    orgId: article.orgId ?? null,
    after: { ticket: incident.number, how },
  })
  await emit(tx, { type: 'knowledge.linked', entity: 'incident', entityId: incident.id })
}

/**
 * Links an article that the caller may read to an incident that he may see; said again with `used` it counts as used.
 * @throws incident.not_found, knowledge.not_found (404)
 */
export async function linkArticleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.linkArticle>,
): Promise<OfTicket> {
  const incident = await accessIncident(tx, actor, input.id)
  const article = await accessArticle(tx, actor, input.articleId)
  await link(tx, actor, incident, article, input.used ? 'used' : 'linked')
  return ofTicket(tx, actor, incident.id)
}

/** @throws incident.not_found, knowledge.not_found, knowledge.not_linked (404) */
export async function unlinkArticleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.unlinkArticle>,
): Promise<OfTicket> {
  const incident = await accessIncident(tx, actor, input.id)
  const article = await accessArticle(tx, actor, input.articleId)
  if (!(await store.deleteLink(tx, article.id, incident.id)))
    throw new AppError('knowledge.not_linked', { status: 404 })
  await audit(tx, actor, {
    action: 'knowledge.unlink',
    entity: 'article',
    entityId: article.id,
    orgId: article.orgId,
    before: { ticket: incident.number },
  })
  await emit(tx, { type: 'knowledge.linked', entity: 'incident', entityId: incident.id })
  return ofTicket(tx, actor, incident.id)
}

/** Tickets of an article, as far as the caller may see them. @throws knowledge.not_found (404) */
export async function ticketsOfArticleVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.ticketsOfArticle>,
): Promise<Output<typeof contract.ticketsOfArticle>> {
  const article = await accessArticle(db, actor, input.id)
  return { items: await store.ticketsOfArticle(db, visibleIncidents(actor), article.id) }
}

/**
 * Drafts an article from what the incident tells: what was seen, and what solved it. It is for the centre's people
 * until its writer says otherwise.
 * @throws incident.not_found (404); knowledge.outside (403)
 */
export async function articleFromIncidentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.articleFromIncident>,
): Promise<Output<typeof contract.articleFromIncident>> {
  const incident = await accessIncident(tx, actor, input.id)
  const heading = (key: 'symptom' | 'cause' | 'solution') =>
    `## ${say(actor.locale, `knowledge:draft.${key}`)}`
  const text = [
    heading('symptom'),
    incident.description || incident.title,
    heading('cause'),
    heading('solution'),
    incident.resolution ?? '',
  ].join('\n')
  const id = await beginArticle(tx, actor, {
    kind: 'article',
    title: incident.title,
    summary: '',
    body: bodyFromText(text),
    tags: [],
    audience: 'staff',
    groupIds: [],
    classification: 'normal',
    serviceId: incident.service?.id ?? null,
    categoryId: incident.category?.id ?? null,
    changeNote: incident.number,
    reviewMonths: 12,
  })
  await link(tx, actor, incident, { id, orgId: actor.orgId }, 'origin')
  return present(tx, actor, await accessArticle(tx, actor, id))
}

const numberPattern = /KB-\d{8}-\d{4,}/g

/** Who names an article in the solution used it: 按 KB-20261121-0003 处理. */
export async function linkNamedArticles(tx: Tx, event: AppEvent): Promise<void> {
  const actor = systemActor('knowledge', event.id)
  const incident = await accessIncident(tx, actor, event.entityId)
  const named = [...new Set((incident.resolution ?? '').match(numberPattern) ?? [])].slice(0, 20)
  if (named.length === 0) return
  for (const id of await store.publishedByNumber(tx, named)) await link(tx, actor, incident, { id }, 'used')
}

/** An incident was merged into another: what was linked to it is linked to where it goes on. */
export async function followMerge(tx: Tx, event: AppEvent): Promise<void> {
  const { intoId, number } = event.data as { intoId?: string; number?: string }
  if (!intoId) return
  const actor = systemActor('knowledge', event.id)
  const articles = await store.moveLinks(tx, event.entityId, intoId)
  if (articles.length === 0) return
  const into = await accessIncident(tx, actor, intoId)
  for (const id of articles)
    await audit(tx, actor, {
      action: 'knowledge.follow-merge',
      entity: 'article',
      entityId: id,
      before: { ticket: number ?? event.entityId },
      after: { ticket: into.number },
    })
  await emit(tx, { type: 'knowledge.linked', entity: 'incident', entityId: intoId })
}
