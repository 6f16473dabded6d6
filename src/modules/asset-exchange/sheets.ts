import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { streamCsv, streamXlsx, templateOf, type StreamCell } from '#kernel/sheet/index.ts'
import { accessRun } from './access.ts'
import type * as contract from './contract.ts'
import { form, usageWords, type FormField } from './form-contract.ts'
import { fieldsOf, worderOf, type Worder } from './present.ts'
import { allClasses, codesOf, orgsBelow, selectCards, type Card } from './store/card.ts'
import { selectRows, type ExchangeRowRow } from './store/row.ts'

type Format = 'csv' | 'xlsx'

const batch = 1000

function table(name: string, format: Format, rows: AsyncIterable<StreamCell[][]>): Download {
  return format === 'csv'
    ? { content: streamCsv(rows), type: 'text/csv; charset=utf-8', fileName: `${name}.csv` }
    : {
        content: streamXlsx(name, rows),
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        fileName: `${name}.xlsx`,
      }
}

const heading = (actor: Actor, field: FormField): string => field.headings[actor.locale === 'en' ? 1 : 0]

/** The empty form, with a sheet that explains its columns. */
export async function templateVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.exchangeTemplate>,
): Promise<Download> {
  const codes = await codesOf(
    db,
    form.flatMap((field) => field.list ?? []),
  )
  const { locale } = actor
  const named = (list: string) =>
    codes
      .filter((one) => one.list === list && one.active)
      .map((one) => (locale === 'en' ? one.nameEn : one.name))
      .join(' / ')
  return templateOf(form, {
    format: input.format,
    locale,
    name: say(locale, 'asset-exchange:told.sheet.form'),
    explain: (key) => {
      const field = form.find((one) => one.key === key)!
      return [
        say(locale, `asset-exchange:told.help.${field.kind}`, { max: field.max ?? '' }),
        field.list ? named(field.list) : '',
        field.kind === 'usage' ? Object.keys(usageWords).join(' / ') : '',
        say(locale, `asset-exchange:told.help.of.${key}`, {}, ''),
        field.required ? say(locale, 'asset-exchange:told.help.required') : '',
      ]
        .filter(Boolean)
        .join(locale === 'en' ? '; ' : '；')
    },
  })
}

/**
 * What is on the books of a unit and those below it, in the form of the exchange: brought back, nothing differs.
 * @throws asset-exchange.unknown_org (422) for an org outside the caller's scope
 */
export async function exportCardsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.exportCards>,
): Promise<Download> {
  const org = await findOrg(db, input.orgId)
  if (!org || !inScope(actor, 'asset-exchange.read', org.path))
    throw new AppError('asset-exchange.unknown_org', { status: 422, field: 'orgId' })
  const [orgs, words, classes] = await Promise.all([
    orgsBelow(db, org.path),
    worderOf(db, actor),
    allClasses(db),
  ])
  const names = new Map<string, number>()
  for (const one of orgs) names.set(one.name, (names.get(one.name) ?? 0) + 1)
  const classNames = new Map(classes.map((one) => [one.code, one.name]))
  // a name that two units have says nothing: theirs is told by its code
  const codeOf = (card: Card) => orgs.find((one) => one.name === card['org'])?.code ?? null
  const cell = (card: Card, field: FormField): StreamCell => {
    const value = card[field.key]
    if (field.key === 'className') return classNames.get(card['class'] ?? '') ?? null
    if (field.kind === 'org') return (names.get(value ?? '') ?? 0) > 1 ? codeOf(card) : (value ?? null)
    if (field.kind === 'code' || field.kind === 'usage') return words(field.key, value)
    return field.kind === 'whole' && value !== undefined ? Number(value) : (value ?? null)
  }
  async function* rows(): AsyncGenerator<StreamCell[][]> {
    yield [form.map((field) => heading(actor, field))]
    const orgIds = orgs.map((one) => one.id)
    for (let after: string | null = null; ;) {
      const cards = await selectCards(db, orgIds, { after, limit: batch })
      yield cards.map(({ card }) => form.map((field) => cell(card, field)))
      if (cards.length < batch) return
      after = cards.at(-1)!.id
    }
  }
  return table(`${say(actor.locale, 'asset-exchange:told.sheet.form')} ${org.name}`, input.format, rows())
}

/** The result, a line for each field that differs. @throws asset-exchange.not_found (404) */
export async function resultVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.exchangeResult>,
): Promise<Download> {
  const run = await accessRun(db, actor, input.id)
  const words = await worderOf(db, actor)
  const t = (key: string) => say(actor.locale, `asset-exchange:${key}`)
  const notSame = input.which === 'differences'
  async function* rows(): AsyncGenerator<StreamCell[][]> {
    yield [
      [
        'seq',
        'line',
        'kind',
        'card',
        'asset',
        'name',
        'field',
        'ours',
        'theirs',
        'decision',
        'reason',
        'by',
        'at',
      ].map((key) => t(`told.sheet.${key}`)),
    ]
    for (let after = 0; ;) {
      const found = await selectRows(db, run.id, { notSame, after, limit: batch })
      const some = found.slice(0, batch)
      yield some.flatMap((row) => linesOf(row, words, t))
      if (found.length <= batch) return
      after = some.at(-1)!.seq
    }
  }
  return table(`${t('told.sheet.result')} ${run.number}`, input.format, rows())
}

function linesOf(row: ExchangeRowRow, words: Worder, t: (key: string) => string): StreamCell[][] {
  const head = [row.seq, row.line, t(`screen.kind.${row.kind}`), row.card, row.assetNumber, row.name]
  const told = (field: string) => {
    const last = row.decisions.filter((one) => one.fields.includes(field)).at(-1)
    if (last)
      return [
        t(`screen.decision.${last.decision}`),
        last.reason,
        last.by,
        inUnitZone(new Date(last.at), true),
      ]
    return [row.kind === 'same' ? null : t('told.sheet.open'), null, null, null]
  }
  if (row.kind !== 'differs' && row.fields.length === 0) return [[...head, null, null, null, ...told('*')]]
  const lines = fieldsOf(row, words).map((field) => [
    ...head,
    t(`screen.column.${field.key}`),
    field.ours,
    field.theirs,
    ...told(field.key),
  ])
  return row.createdId === null ? lines : [[...head, null, null, null, ...told('*')], ...lines]
}
