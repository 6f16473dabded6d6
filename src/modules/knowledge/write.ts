import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { listFiles } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { bodyFromText, bodyLines, picturesOf, type DocNode } from './body-contract.ts'
import type * as contract from './contract.ts'
import { accessArticle, lockFor } from './policy.ts'
import { present } from './present.ts'
import { indexArticle } from './search.ts'
import { findArticle } from './store/read.ts'
import {
  insertArticle,
  isActivePerson,
  knownGroups,
  patchArticle,
  writeDraft,
  type Content,
} from './store/write.ts'
import { visibleArticles, type Visibility } from './visible.ts'
import type { Audience, Classification, Kind } from './words.ts'

type Answer = Output<typeof contract.getArticle>
const longestText = 200_000

interface Given {
  title: string
  summary: string
  body: DocNode
  tags: readonly string[]
  audience: Audience
  groupIds: readonly string[]
  classification: Classification
  serviceId: string | null
  categoryId: string | null
  changeNote: string
  fileIds?: readonly string[]
}

const refused = (code: string, field: string, status = 422) => new AppError(code, { status, field })

/**
 * What a writer gave, checked against what it names.
 * @param articleId whose attachments its pictures are; null for a new one, which has none
 * @throws knowledge.public_classified, knowledge.no_groups, knowledge.unknown_group, knowledge.foreign_file,
 * knowledge.too_long (422), knowledge.no_clearance (403), each naming its field
 */
async function contentOf(
  tx: Tx,
  actor: Actor,
  given: Given,
  at: { articleId: string | null; orgPath: string },
): Promise<Content> {
  const { audience, classification, body } = given
  const groupIds = audience === 'groups' ? [...new Set(given.groupIds)] : []
  if (audience === 'public' && classification !== 'normal')
    throw refused('knowledge.public_classified', 'classification')
  if (classification === 'sensitive' && !inScope(actor, 'knowledge.read-sensitive', at.orgPath))
    throw refused('knowledge.no_clearance', 'classification', 403)
  if (audience === 'groups' && groupIds.length === 0) throw refused('knowledge.no_groups', 'groupIds')
  if ((await knownGroups(tx, groupIds)).length < groupIds.length)
    throw refused('knowledge.unknown_group', 'groupIds')
  const bodyText = bodyLines(body).join('\n')
  if (bodyText.length > longestText) throw refused('knowledge.too_long', 'body')
  const pictures = [...new Set(picturesOf(body))]
  const fileIds = [...new Set(given.fileIds ?? [])]
  await refuseForeignFiles(tx, at.articleId, pictures, 'body')
  await refuseForeignFiles(tx, at.articleId, fileIds, 'fileIds')
  return {
    ...given,
    groupIds,
    bodyText,
    fileIds,
    tags: [...new Set(given.tags)],
  }
}

/** A picture of another article would be shown to readers who may not see that one. */
async function refuseForeignFiles(
  tx: Tx,
  articleId: string | null,
  ids: readonly string[],
  field: string,
): Promise<void> {
  if (ids.length === 0) return
  const files = articleId ? ((await listFiles(tx, 'article', [articleId])).get(articleId) ?? []) : []
  if (ids.some((id) => !files.some((file) => file.id === id))) throw refused('knowledge.foreign_file', field)
}

const everything: Visibility = {
  everything: true,
  personId: null,
  groupIds: [],
  staffPaths: [],
  writePaths: [],
  reviewPaths: [],
  sensitivePaths: [],
}

/** Brings search and suggestions in step with the article. */
export async function reindex(tx: Tx, id: string): Promise<void> {
  const live = await findArticle(tx, everything, id, { copy: 'live' })
  const draft = await findArticle(tx, everything, id, { copy: 'draft' })
  await indexArticle(tx, id, live, draft)
}

/**
 * Begins an article; whoever does owns it, for the org of that person.
 * @throws knowledge.outside (403) for somebody whose own org is not in the scope of the role; see `contentOf`
 */
export async function beginArticle(
  tx: Tx,
  actor: Actor,
  given: Omit<Given, 'body'> & { kind: Kind; body?: DocNode | undefined; reviewMonths: number },
): Promise<string> {
  if (actor.id === null || actor.orgId === null || !inScope(actor, 'knowledge.write', actor.orgPath))
    throw new AppError('knowledge.outside', { status: 403 })
  if (given.kind === 'emergency-plan' && given.reviewMonths > 12)
    throw refused('knowledge.plan_yearly', 'reviewMonths')
  const id = newId()
  const content = await contentOf(
    tx,
    actor,
    { ...given, body: given.body ?? bodyFromText('') },
    { articleId: null, orgPath: actor.orgPath },
  )
  const number = await nextNumber(tx, 'article', 'KB', dayIn(await dbNow(tx), unitZone()))
  await insertArticle(tx, {
    id,
    number,
    kind: given.kind,
    orgId: actor.orgId,
    ownerId: actor.id,
    reviewMonths: given.reviewMonths,
    content,
  })
  await reindex(tx, id)
  await audit(tx, actor, {
    action: 'knowledge.create',
    entity: 'article',
    entityId: id,
    orgId: actor.orgId,
    after: { number, kind: given.kind, ...auditable(content) },
  })
  await emit(tx, { type: 'knowledge.created', entity: 'article', entityId: id })
  return id
}

/** The text itself is kept in the versions; the audit says what it was about and who may read it. */
const auditable = ({ title, audience, classification, groupIds, tags, bodyText }: Content) => ({
  title,
  audience,
  classification,
  groupIds,
  tags,
  characters: bodyText.length,
})

export async function createArticleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createArticle>,
): Promise<Answer> {
  const id = await beginArticle(tx, actor, input)
  return present(tx, actor, await accessArticle(tx, actor, id))
}

/**
 * Writes the whole draft.
 * @throws see `lockFor` and `contentOf`; knowledge.unknown_owner, knowledge.plan_yearly (422);
 * knowledge.hidden_from_writer (422) when the writer himself could not see it any more
 */
export async function editArticleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editArticle>,
): Promise<Answer> {
  const row = await lockFor(tx, actor, input, 'edit')
  const content = await contentOf(tx, actor, input, { articleId: row.id, orgPath: row.orgPath })
  if (input.ownerId && input.ownerId !== row.owner.id && !(await isActivePerson(tx, input.ownerId)))
    throw refused('knowledge.unknown_owner', 'ownerId')
  if (row.kind === 'emergency-plan' && (input.reviewMonths ?? 1) > 12)
    throw refused('knowledge.plan_yearly', 'reviewMonths')
  await writeDraft(tx, { id: row.id, no: row.draftNo! }, content, actor.id!)
  await patchArticle(tx, row.id, {
    ...(input.ownerId ? { ownerId: input.ownerId } : {}),
    ...(input.reviewMonths ? { reviewMonths: input.reviewMonths } : {}),
  })
  const after = await findArticle(tx, visibleArticles(actor), row.id, { copy: 'draft', reader: actor.id })
  if (!after) throw refused('knowledge.hidden_from_writer', 'audience')
  await reindex(tx, row.id)
  await audit(tx, actor, {
    action: 'knowledge.edit',
    entity: 'article',
    entityId: row.id,
    orgId: row.orgId,
    before: { ...auditable({ ...row, serviceId: null, categoryId: null }), owner: row.owner.name },
    after: { ...auditable(content), owner: after.owner.name },
  })
  await emit(tx, { type: 'knowledge.changed', entity: 'article', entityId: row.id })
  return present(tx, actor, after)
}
