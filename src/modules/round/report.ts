import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderPdf, type Block } from '#kernel/document/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { inUnitZone, unitZone } from '#kernel/settings/index.ts'
import { streamXlsx, type StreamCell } from '#kernel/sheet/index.ts'
import type * as contract from './round-contract.ts'
import { getRoundVerb, type Entry } from './rounds.ts'
import * as figures from './store/figures.ts'

/** @throws round.bad_period (422): it ends before it begins, or is longer than two years */
function periodOf(input: { from: string; to: string; planId?: string | undefined }): figures.Period {
  const days = (Date.parse(input.to) - Date.parse(input.from)) / 86_400_000
  if (days < 0 || days > 731) throw new AppError('round.bad_period', { status: 422, field: 'to' })
  return { ...input, zone: unitZone() }
}

/** Rounds of a period by plan; each share has its counts. @throws round.bad_period (422) */
export async function reportRoundsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.reportRounds>,
): Promise<Output<typeof contract.reportRounds>> {
  return { plans: await figures.figuresOf(db, scopeOf(actor, 'round.read'), periodOf(input)) }
}

const headings = [
  ...[
    'round',
    'plan',
    'plannedAt',
    'item',
    'place',
    'reading',
    'unit',
    'low',
    'high',
    'result',
    'note',
    'by',
  ],
  ...['recordedAt', 'incident', 'notice'],
] as const

/** Readings of a period as a workbook, written while they are read. @throws round.bad_period (422) */
export async function exportReadingsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.exportReadings>,
): Promise<Download> {
  const period = periodOf(input)
  const t = (key: string) => say(actor.locale, `round:${key}`)
  const paths = scopeOf(actor, 'round.read')
  const reading = (row: figures.ReadingRow): StreamCell =>
    row.kind === 'yes-no' && row.text ? t(`reading.${row.text}`) : (row.number ?? row.text)
  async function* rows(): AsyncGenerator<StreamCell[][]> {
    yield [headings.map((key) => t(`column.${key}`))]
    let last: figures.ReadingRow | undefined
    do {
      const found = await figures.selectReadings(db, paths, period, last)
      yield found.map((row) => [
        ...[
          row.round,
          row.plan,
          row.plannedAt && inUnitZone(row.plannedAt),
          row.item,
          row.place,
          reading(row),
        ],
        ...[row.unit, row.low, row.high, t(`result.${row.result}`), row.note, row.by],
        ...[inUnitZone(row.recordedAt), row.incident, row.notice],
      ])
      last = found.at(-1)
    } while (last)
  }
  const name = t('export.title')
  return {
    content: streamXlsx(name, rows()),
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `${name} ${input.from} ${input.to}.xlsx`,
  }
}

/** @throws round.not_found (404) */
export async function itemTrendVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.itemTrend>> {
  const found = await figures.selectTrend(db, scopeOf(actor, 'round.read'), id)
  if (!found) throw notFound('round')
  return { ...found, points: found.points.map((one) => ({ ...one, at: new Date(one.at) })) }
}

/** The sheet of a round, as it is filed. @throws round.not_found (404) */
export async function printRoundVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<Download> {
  const round = await getRoundVerb(db, actor, { id })
  const t = (key: string, params = {}) => say(actor.locale, `round:${key}`, params)
  const time = (at: Date | string | null) => (at ? inUnitZone(new Date(at)) : '—')
  const facts = [
    { label: t('field.plan'), value: round.plan.name, wide: true },
    { label: t('field.state'), value: t(`state.${round.state}`) },
    { label: t('field.person'), value: round.person?.name ?? '—' },
    { label: t('field.plannedAt'), value: time(round.plannedAt) },
    { label: t('field.dueBy'), value: time(round.dueBy) },
    { label: t('field.startedAt'), value: time(round.startedAt) },
    { label: t('field.endedAt'), value: time(round.endedAt) },
    ...(round.remark ? [{ label: t('field.remark'), value: round.remark, wide: true }] : []),
    ...(round.skipReason ? [{ label: t('field.skipReason'), value: round.skipReason, wide: true }] : []),
  ]
  const blocks: Block[] = [
    { kind: 'facts', facts },
    {
      kind: 'table',
      title: t('page.entries'),
      columns: (
        [
          ['item', 4],
          ['reading', 3],
          ['normalRange', 3],
          ['result', 2],
          ['note', 4],
        ] as const
      ).map(([key, width]) => ({ label: t(`column.${key}`), width })),
      rows: round.entries.map((one) => [
        [one.name, one.place].filter(Boolean).join('\n'),
        readingText(one, t),
        rangeText(one),
        one.result ? t(`result.${one.result}`) : '—',
        [one.note, one.incident?.number, one.notice?.number].filter(Boolean).join('\n'),
      ]),
    },
    { kind: 'signatures', boxes: ['inspector', 'reviewer'].map((who) => ({ label: t(`sign.${who}`) })) },
  ]
  const title = t('sheet.title')
  const content = await renderPdf({
    title,
    org: round.org.name,
    number: round.number,
    locale: actor.locale,
    footer: `${t('sheet.madeAt')} ${inUnitZone(await dbNow(db))} · ${actor.name}`,
    blocks,
  })
  return { content, type: 'application/pdf', fileName: `${title} ${round.number}.pdf` }
}

function readingText(entry: Entry, t: (key: string) => string): string {
  if (entry.number !== null) return `${entry.number} ${entry.unit ?? ''}`.trim()
  return entry.kind === 'yes-no' && entry.text ? t(`reading.${entry.text}`) : (entry.text ?? '—')
}

function rangeText(entry: Entry): string {
  if (entry.kind === 'choice') return entry.normal.join('、')
  if (entry.low === null && entry.high === null) return '—'
  return `${entry.low ?? '…'} – ${entry.high ?? '…'} ${entry.unit ?? ''}`.trim()
}
