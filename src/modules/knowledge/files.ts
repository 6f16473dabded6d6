import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { attachUpload, openFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download, Upload } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { picturesOf } from './body-contract.ts'
import type * as contract from './contract.ts'
import { abilitiesOf, accessArticle, seesHistory } from './policy.ts'
import { findArticle, versionRows, type ArticleRow } from './store/read.ts'
import { visibleArticles } from './visible.ts'

/** @throws knowledge.not_found (404); knowledge.not_allowed (403) for who does not write at the draft */
async function writable(db: Db, actor: Actor, id: string): Promise<ArticleRow> {
  await accessArticle(db, actor, id)
  const draft = await findArticle(db, visibleArticles(actor), id, { copy: 'draft', reader: actor.id })
  if (!draft || !abilitiesOf(actor, draft).includes('edit'))
    throw new AppError('knowledge.not_allowed', { status: 403 })
  return draft
}

/**
 * Takes a picture or an attachment. Readers see it once a version that shows it is published.
 * @throws see `writable`, and receiveUpload of the files room
 */
export async function attachToArticleVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.attachToArticle> & { upload: Upload },
): Promise<Output<typeof contract.attachToArticle>> {
  return attachUpload(db, actor, input.upload, {
    entity: 'article',
    access: (at) => writable(at, actor, input.id),
  })
}

/**
 * A file of a version that the caller may see: readers get what the published one shows, writers all.
 * @throws knowledge.not_found, files.not_found (404)
 */
export async function downloadFileVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadFile>,
): Promise<Download> {
  const row = await accessArticle(db, actor, input.id)
  const shown = [...row.fileIds, ...picturesOf(row.body)]
  if (!row.seesDraft && !shown.includes(input.fileId) && !(await wasShown(db, actor, row, input.fileId)))
    throw notFound('files')
  return openFile(db, input.fileId, { entity: 'article', entityId: row.id }, input)
}

/** A picture of an earlier published version, for those who may look at it. */
async function wasShown(db: Db, actor: Actor, row: ArticleRow, fileId: string): Promise<boolean> {
  if (!seesHistory(actor, row)) return false
  const versions = await versionRows(db, row.id)
  return versions.some((one) => one.publishedAt !== null && picturesOf(one.body).includes(fileId))
}
