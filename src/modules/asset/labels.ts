import type { Db } from '#kernel/db/index.ts'
import { renderLabels } from '#kernel/document/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import { accessRecord, type Ledger } from '#kernel/ledger/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { assetLabels, findAssetByNumber } from './slip-contract.ts'
import { idByNumber, rootName } from './store/slip.ts'

let publicUrl: string | undefined

/** Called by the room's plugin: labels on paper outlive addresses, so the configured one counts before the browser's. */
export function configureLabels(settings: { publicUrl?: string | undefined }): void {
  publicUrl = settings.publicUrl
}

/** Labels of assets in the order asked for. @throws ledger.not_found (404) when one of them cannot be seen */
export async function labelsVerb(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: Input<typeof assetLabels>,
): Promise<Download> {
  const base = (publicUrl ?? input.base).replace(/\/+$/, '')
  const unit = await rootName(db)
  const labels = []
  for (const id of input.ids) {
    const { number, values, org } = await accessRecord(db, actor, ledger, id)
    const text = (key: string) => (typeof values[key] === 'string' ? values[key] : '')
    labels.push({
      link: `${base}/a/${number}`,
      head: unit,
      lines: [number ?? '', text('name'), text('model') || text('serial'), org.name],
    })
  }
  const content = await renderLabels(labels, say(actor.locale, 'asset:label.title'))
  return { content, type: 'application/pdf', fileName: `${say(actor.locale, 'asset:label.file')}.pdf` }
}

/** @throws asset.not_found (404) */
export async function byNumberVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof findAssetByNumber>,
): Promise<Output<typeof findAssetByNumber>> {
  const id = await idByNumber(db, input.number, scopeOf(actor, 'asset.read'))
  if (!id) throw notFound('asset')
  return { id }
}
