import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, when } from '#kernel/http/endpoint.ts'

/** Moves of which a slip is made out: who hands over and who takes sign it. */
export const slipKinds = ['register', 'issue', 'return', 'transfer', 'lend', 'take-back'] as const
export type SlipKind = (typeof slipKinds)[number]

/** A place of an asset with whoever answered for it there, in the words of the day. */
const Holding = z.object({
  person: z.string().nullable(),
  org: z.string().nullable(),
  location: z.string().nullable(),
})

/** A slip 领用单、交回单、调拨单、借用单、归还单: what was handed over, as it was then. It never changes. */
export const Slip = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(slipKinds),
  madeAt: when,
  madeBy: z.string().nullable(),
  from: Holding,
  to: Holding,
  /** of a loan: the day it is due back */
  due: z.string().nullable(),
})

export const listSlips = endpoint({
  name: 'asset.list-slips',
  method: 'GET',
  path: '/assets/{id}/slips',
  permission: 'asset.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(Slip),
  summary: 'Slips of an asset, newest first 领用、交回、调拨、借用单据',
})

export const slipPdf = endpoint({
  name: 'asset.slip-pdf',
  method: 'GET',
  path: '/assets/{id}/slips/{slipId}/pdf',
  permission: 'asset.read',
  params: z.strictObject({ id: z.uuid(), slipId: z.uuid() }),
  response: z.unknown(),
  download: true,
  summary: 'A slip to sign, as PDF 打印单据',
})

export const assetLabels = endpoint({
  name: 'asset.labels',
  method: 'GET',
  path: '/assets/labels',
  permission: 'asset.read',
  query: z.strictObject({
    /** ids, separated by commas; at most 240 */
    ids: z
      .string()
      .max(240 * 37)
      .transform((text) => text.split(','))
      .pipe(z.array(z.uuid()).min(1).max(240)),
    /** where the browser has the program: the link's beginning where PUBLIC_URL is not set */
    base: z
      .url({ protocol: /^https?$/ })
      .max(200)
      .transform((text) => new URL(text).origin),
  }),
  response: z.unknown(),
  download: true,
  summary: 'A sheet of labels with QR codes 打印标签',
})

export const findAssetByNumber = endpoint({
  name: 'asset.by-number',
  method: 'GET',
  path: '/assets/by-number/{number}',
  permission: 'asset.read',
  params: z.strictObject({ number: z.string().regex(/^[A-Z]{2}-\d{4}-\d{6,}$/) }),
  response: z.object({ id: z.uuid() }),
  summary: 'Where the link of a label leads 按编号查找资产',
})
