import { z } from 'zod'
import { endpoint, idParams } from '../http/endpoint.ts'
import { when } from '../http/when.ts'

/** An attachment as the records that own it answer it. */
export const FileInfo = z.object({
  id: z.string(),
  name: z.string(),
  /** bytes */
  size: z.number().int(),
  type: z.string(),
  sha256: z.string(),
  uploadedBy: z.string().nullable(),
  uploadedByLogin: z.string(),
  recordedAt: when,
  /** may be shown in the page (an image) */
  inline: z.boolean(),
})
export type FileInfo = z.output<typeof FileInfo>

/** Of an endpoint about the attachments of a kind of record; `path` names the record as `{id}`. */
interface About {
  /** `<room>.<verb>` */
  name: string
  /** `/incidents/{id}/attachments` */
  path: string
  permission: string
}

/** Lists the attachments of a record. */
export function attachmentsEndpoint(about: About) {
  return endpoint({
    ...about,
    method: 'GET',
    params: idParams,
    response: z.object({ items: z.array(FileInfo) }),
    summary: 'Attachments 附件',
  })
}

/** Takes an attachment for a record; its verb calls `attachUpload`. */
export function attachEndpoint(about: About) {
  return endpoint({
    ...about,
    method: 'POST',
    params: idParams,
    response: FileInfo,
    status: 201,
    multipart: true,
    ownTransaction: true,
    // the room of files has its own, administered limit
    bodyLimit: 1024 * 1024 * 1024,
    summary: 'Attach a file 上传附件',
  })
}

/** Answers an attachment of a record, at `/{fileId}` below its attachments; its verb calls `openFile`. */
export function downloadEndpoint(about: About) {
  return endpoint({
    ...about,
    path: `${about.path}/{fileId}`,
    method: 'GET',
    params: z.strictObject({ id: z.uuid(), fileId: z.uuid() }),
    query: z.strictObject({
      /** an image may be shown in the page */
      inline: z.stringbool().optional(),
    }),
    response: z.unknown(),
    download: true,
    summary: 'Download an attachment 下载附件',
  })
}
