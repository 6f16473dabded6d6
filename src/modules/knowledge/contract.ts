import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { attachEndpoint, downloadEndpoint, FileInfo } from '#kernel/files/contract.ts'
import { Body, StoredBody } from './body-contract.ts'
import { audiences, classifications, kinds, states } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })
const tag = text(30).regex(/^[^,，]*$/)

/** A stretch of a text; `hit`: the search found it. */
const Segments = z.array(z.object({ text: z.string(), hit: z.boolean() }))

export const ArticleLine = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(kinds),
  /** as the caller knows it: that a next version is being written is the writers' business */
  state: z.enum(states),
  title: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  audience: z.enum(audiences),
  classification: z.enum(classifications),
  service: Ref.nullable(),
  category: Ref.nullable(),
  owner: Ref,
  /** the version shown to readers; null: not published */
  liveNo: z.int().nullable(),
  reviewDueAt: when.nullable(),
  publishedAt: when.nullable(),
  updatedAt: when,
  views: z.int(),
  useful: z.int(),
  useless: z.int(),
  used: z.int(),
  /** plans: the day of the next drill that is planned, and of the last that was held */
  nextDrillOn: z.string().nullable(),
  lastDrillOn: z.string().nullable(),
  /** with `q`: title and a piece of the text, with what was found */
  found: z.object({ title: Segments, text: Segments }).nullable(),
})

export const abilityKeys = [
  'edit',
  'revise',
  'submit',
  'recall',
  'return',
  'publish',
  'confirm',
  'drop',
  'withdraw',
  'history',
  'vote',
  'drill',
] as const
export type Ability = (typeof abilityKeys)[number]

export const Article = ArticleLine.omit({ found: true }).extend({
  /** the version that this answer holds, and whether readers see it */
  no: z.int(),
  copy: z.enum(['live', 'draft']),
  /** there is a draft that the caller may see */
  hasDraft: z.boolean(),
  body: StoredBody,
  groups: z.array(Ref),
  files: z.array(FileInfo),
  reviewMonths: z.int(),
  stateNote: z.string(),
  changeNote: z.string(),
  authors: z.array(Ref),
  publishedBy: Ref.nullable(),
  recordedAt: when,
  myVote: z.object({ useful: z.boolean(), remark: z.string() }).nullable(),
  version: z.int(),
  abilities: z.array(z.enum(abilityKeys)),
})
export type ArticleRecord = z.output<typeof Article>

/** What a writer gives. */
const content = {
  title: text(200, 2),
  summary: text(500, 0).default(''),
  body: Body,
  tags: z.array(tag).max(12).default([]),
  audience: z.enum(audiences).default('staff'),
  groupIds: z.array(z.uuid()).max(30).default([]),
  classification: z.enum(classifications).default('normal'),
  serviceId: z.uuid().nullable().default(null),
  categoryId: z.uuid().nullable().default(null),
}
const changeNote = text(500, 0).default('')
const reviewMonths = z.int().min(1).max(36)

export const articleSorts = ['-updatedAt', '-useful', '-views', 'reviewDue'] as const

export const listArticles = endpoint({
  name: 'knowledge.list',
  method: 'GET',
  path: '/articles',
  permission: 'knowledge.read',
  query: z.strictObject({
    ...pageQuery,
    q: z.string().trim().max(200).optional(),
    kind: z.enum(kinds).optional(),
    state: z.enum(states).optional(),
    tag: tag.optional(),
    serviceId: z.uuid().optional(),
    categoryId: z.uuid().optional(),
    /** those I own or wrote at */
    mine: z.stringbool().optional(),
    /** only what readers see */
    live: z.stringbool().optional(),
    sort: z.enum(articleSorts).default('-updatedAt'),
  }),
  response: pageOf(ArticleLine),
  summary: 'List articles and emergency plans 知识列表',
})

export const listTags = endpoint({
  name: 'knowledge.tags',
  method: 'GET',
  path: '/article-tags',
  permission: 'knowledge.read',
  response: z.object({ items: z.array(z.object({ tag: z.string(), count: z.int() })) }),
  summary: 'Tags of the articles one may read 知识标签',
})

export const Suggestion = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(kinds),
  title: Segments,
  summary: z.string(),
  classification: z.enum(classifications),
  useful: z.int(),
  used: z.int(),
})

export const suggestArticles = endpoint({
  name: 'knowledge.suggest',
  method: 'GET',
  path: '/article-suggestions',
  permission: 'knowledge.read',
  query: z.strictObject({
    /** what has been typed so far, title and description; the first 400 characters count */
    q: z.string().trim().max(2000).default(''),
    serviceId: z.uuid().optional(),
    categoryId: z.uuid().optional(),
  }),
  response: z.object({ items: z.array(Suggestion) }),
  summary: 'Up to five articles that may help with what is being typed 知识推荐',
})

export const getArticle = endpoint({
  name: 'knowledge.get',
  method: 'GET',
  path: '/articles/{id}',
  permission: 'knowledge.read',
  params: idParams,
  query: z.strictObject({
    /** default: what readers see, and where there is nothing of it the draft */
    copy: z.enum(['live', 'draft']).optional(),
  }),
  response: Article,
  summary: 'Read an article 查看知识',
})

export const createArticle = endpoint({
  name: 'knowledge.create',
  method: 'POST',
  path: '/articles',
  permission: 'knowledge.write',
  body: z.strictObject({
    kind: z.enum(kinds).default('article'),
    ...content,
    body: Body.optional(),
    reviewMonths: reviewMonths.default(12),
    changeNote,
  }),
  response: Article,
  status: 201,
  idempotent: true,
  summary: 'Begin an article 新建知识',
})

/** The whole draft, as the editor holds it. */
export const editArticle = endpoint({
  name: 'knowledge.edit',
  method: 'PUT',
  path: '/articles/{id}',
  permission: 'knowledge.write',
  params: idParams,
  body: z.strictObject({
    ...content,
    /** attachments that belong to it; pictures in the body count by themselves */
    fileIds: z.array(z.uuid()).max(50).default([]),
    ownerId: z.uuid().optional(),
    reviewMonths: reviewMonths.optional(),
    changeNote,
  }),
  response: Article,
  ifMatch: true,
  summary: 'Write at a draft 修改知识草稿',
})

const Reason = text(2000, 2)

function bare<const N extends string>(name: N, permission: string, summary: string) {
  return endpoint({
    name: `knowledge.${name}` as `knowledge.${N}`,
    method: 'POST',
    path: `/articles/{id}/moves/${name}` as `/articles/{id}/moves/${N}`,
    permission,
    params: idParams,
    response: Article,
    ifMatch: true,
    summary,
  })
}

function move<const N extends string, B extends z.ZodType>(
  name: N,
  permission: string,
  body: B,
  summary: string,
) {
  return { ...bare(name, permission, summary), body }
}

export const reviseArticle = bare('revise', 'knowledge.write', 'Write the next version 修订')
export const submitArticle = bare('submit', 'knowledge.write', 'Submit for review 提交审核')
export const recallArticle = bare('recall', 'knowledge.write', 'Take back from review 撤回')
export const returnArticle = move(
  'return',
  'knowledge.review',
  z.strictObject({ reason: Reason }),
  'Return with a reason 退回修改',
)
export const publishArticle = bare('publish', 'knowledge.review', 'Approve and publish 审核发布')
export const confirmArticle = move(
  'confirm',
  'knowledge.review',
  z.strictObject({ note: text(2000, 0).default('') }),
  'It still holds 复审确认',
)
export const dropDraft = bare('drop', 'knowledge.write', 'Throw the draft away 放弃修订')
export const withdrawArticle = move(
  'withdraw',
  'knowledge.write',
  z.strictObject({ reason: Reason }),
  'Withdraw 撤下',
)

export const VersionLine = z.object({
  no: z.int(),
  title: z.string(),
  authors: z.array(Ref),
  publishedBy: Ref.nullable(),
  publishedAt: when.nullable(),
  changeNote: z.string(),
  recordedAt: when,
})

export const listVersions = endpoint({
  name: 'knowledge.versions',
  method: 'GET',
  path: '/articles/{id}/versions',
  permission: 'knowledge.read',
  params: idParams,
  response: z.object({ items: z.array(VersionLine) }),
  summary: 'Versions of an article, for those who write 知识的历史版本',
})

export const getVersion = endpoint({
  name: 'knowledge.version',
  method: 'GET',
  path: '/articles/{id}/versions/{no}',
  permission: 'knowledge.read',
  params: z.strictObject({ id: z.uuid(), no: z.coerce.number().int().min(1).max(100_000) }),
  response: VersionLine.extend({ summary: z.string(), tags: z.array(z.string()), body: StoredBody }),
  summary: 'One version 某一历史版本',
})

export const attachToArticle = attachEndpoint({
  name: 'knowledge.attach',
  path: '/articles/{id}/files',
  permission: 'knowledge.write',
})

export const downloadFile = downloadEndpoint({
  name: 'knowledge.file',
  path: '/articles/{id}/files',
  permission: 'knowledge.read',
})
