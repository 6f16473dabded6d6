import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { renderPdf, type Block } from '#kernel/document/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page, say, type Download } from '#kernel/http/index.ts'
import { accessRecord, type Ledger, type LedgerState, type LedgerWrite } from '#kernel/ledger/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { slipKinds, type listSlips, type SlipKind, type slipPdf } from './slip-contract.ts'
import { insertSlip, namesOf, rootName, selectSlips, type Holding, type SlipRow } from './store/slip.ts'

const PREFIX: Readonly<Record<SlipKind, string>> = {
  register: 'JZ',
  issue: 'LY',
  return: 'JH',
  transfer: 'DB',
  lend: 'JY',
  'take-back': 'GH',
}

/** Makes out the slip of a move, in its transaction. */
export async function makeSlip(tx: Tx, actor: Actor, { before, after, move }: LedgerWrite): Promise<void> {
  const kind = slipKinds.find((one) => one === move)
  if (!kind || !before) return
  const [from, to] = [await holdingOf(tx, before), await holdingOf(tx, after)]
  const number = await nextNumber(tx, 'asset_slip', PREFIX[kind], dayIn(await dbNow(tx), unitZone()))
  const due = (after.values['dueBack'] ?? null) as string | null
  const madeBy = actor.kind === 'person' ? actor.id : null
  await insertSlip(tx, { assetId: after.id, number, kind, madeBy, content: { from, to, due } })
}

/** Who answers for it: the borrower of what is lent, else its custodian. */
async function holdingOf(db: Db, { values }: LedgerState): Promise<Holding> {
  const id = (key: string) => (values[key] ?? null) as string | null
  const names = await namesOf(db, id('borrower') ?? id('custodian'), id('usingOrg'))
  return { ...names, location: id('location') }
}

/** @throws ledger.not_found (404) */
export async function listSlipsVerb(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: Input<typeof listSlips>,
): Promise<Output<typeof listSlips>> {
  await accessRecord(db, actor, ledger, input.id)
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, 1)[0])
  const rows = await selectSlips(db, input.id, { before, limit: input.limit + 1 })
  return page(rows, input.limit, (row) => [row.id])
}

/** The slip to sign. @throws ledger.not_found, asset.not_found (404) */
export async function slipPdfVerb(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: Input<typeof slipPdf>,
): Promise<Download> {
  const record = await accessRecord(db, actor, ledger, input.id)
  const [slip] = await selectSlips(db, record.id, { id: input.slipId, limit: 1 })
  if (!slip) throw notFound('asset')
  const w = (key: string, params?: Record<string, string>) => say(actor.locale, `asset:${key}`, params)
  const title = w(`slip.title.${slip.kind}`)
  const pdf = await renderPdf({
    title,
    org: await rootName(db),
    number: slip.number,
    locale: actor.locale,
    createdAt: slip.madeAt,
    footer: w('slip.footer', { name: slip.madeBy ?? '—', day: dayIn(slip.madeAt, unitZone()) }),
    blocks: blocksOf(w, record.number ?? '', record.values, slip),
  })
  return { content: pdf, type: 'application/pdf', fileName: `${slip.number}.pdf` }
}

type Words = (key: string, params?: Record<string, string>) => string

function blocksOf(w: Words, number: string, values: Record<string, unknown>, slip: SlipRow): Block[] {
  const text = (key: string) => {
    const value = values[key]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '—'
  }
  const holding = (title: string, { person, org, location }: Holding): Block => ({
    kind: 'facts',
    title,
    facts: [
      { label: w('slip.person'), value: person ?? '—' },
      { label: w('slip.org'), value: org ?? '—' },
      { label: w('slip.location'), value: location ?? '—', wide: true },
    ],
  })
  return [
    {
      kind: 'facts',
      title: w('slip.asset'),
      facts: [
        { label: w('slip.number'), value: number },
        { label: w('asset.field.name'), value: text('name') },
        { label: w('asset.field.model'), value: text('model') },
        { label: w('asset.field.serial'), value: text('serial') },
        {
          label: w('asset.field.quantity'),
          value: `${text('quantity')} ${values['measure'] ? text('measure') : ''}`.trim(),
        },
        { label: w('slip.day'), value: dayIn(slip.madeAt, unitZone()) },
        ...(slip.due ? [{ label: w('asset.field.dueBack'), value: slip.due }] : []),
      ],
    },
    holding(w('slip.from'), slip.from),
    holding(w('slip.to'), slip.to),
    {
      kind: 'signatures',
      boxes: ['giver', 'taker', 'keeper', 'leader'].map((who) => ({
        label: w(`slip.sign.${who}`),
        name: w('slip.signed'),
        date: w('slip.date'),
      })),
    },
  ]
}
