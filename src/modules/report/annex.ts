/** Every figure of a report as a sheet, each with the address of the records that it counted. */
import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { streamXlsx, type StreamCell } from '#kernel/sheet/index.ts'
import type { FrozenOf } from './frozen-contract.ts'
import { accessReport } from './policy.ts'
import { wordingOf } from './present.ts'
import { planOf } from './sections.ts'
import type { Wording } from './sentences.ts'
import type { ReportRow } from './store/report.ts'

let publicUrl = ''

/** Without an address of the installation links begin with its path. */
export function configureReports(settings: { publicUrl?: string | undefined }): void {
  publicUrl = (settings.publicUrl ?? '').replace(/\/+$/, '')
}

/** Path of the page that lists what a figure, or a part of it, counted. */
export function recordsPath(
  key: string,
  at: { from: string; to: string; orgId: string },
  part?: { split: string; value: string | null },
): string {
  const query = new URLSearchParams({ from: at.from, to: at.to, orgId: at.orgId })
  if (part) {
    query.set('split', part.split)
    if (part.value !== null) query.set('part', part.value)
  }
  return `/facts/${key}?${query.toString()}`
}

/** @throws report.not_found (404); report.not_measured (409) */
export async function reportAnnexVerb(db: Db, actor: Actor, input: { id: string }): Promise<Download> {
  const row = await accessReport(db, actor, input.id)
  if (!row.figures) throw new AppError('report.not_measured', { status: 409 })
  const wording = wordingOf(row)
  const content = streamXlsx(wording.w('annex.sheet'), batches(row, row.figures, wording))
  return {
    content,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `${row.number} ${wording.w('annex.sheet')}.xlsx`,
  }
}

async function* batches(
  row: ReportRow,
  frozen: FrozenOf,
  wording: Wording,
): AsyncGenerator<readonly (readonly StreamCell[])[]> {
  const { w } = wording
  const columns = [
    'section',
    'figure',
    'words',
    'part',
    'value',
    'unit',
    'cases',
    'good',
    'imported',
  ] as const
  yield [
    [
      ...columns.map((column) => w(`annex.${column}`)),
      w(`base.${row.kind}`),
      w(`baseYear.${row.kind}`),
      w('annex.link'),
    ],
  ]
  const seen = new Set<string>()
  for (const section of row.sections) yield sectionRows(row, frozen, section, wording, seen)
}

/** Each figure with its parts, where it comes first. */
function sectionRows(
  { org }: ReportRow,
  frozen: FrozenOf,
  section: ReportRow['sections'][number],
  { w }: Wording,
  seen: Set<string>,
): StreamCell[][] {
  const name = section.title || w(`section.${section.key}`)
  const plan = planOf(section.key)
  const next = new Set(plan.lists?.flatMap((list) => (list.next ? [list.fact] : [])))
  const asked = [...plan.facts, ...plan.charts.flatMap((chart) => chart.facts), ...next]
  return [...new Set(asked)].flatMap((key) => {
    const figure = frozen.figures[key]
    if (!figure || seen.has(key)) return []
    seen.add(key)
    const at = { ...(next.has(key) ? frozen.next : frozen.period), orgId: org.id }
    const link = (part?: Parameters<typeof recordsPath>[2]) =>
      figure.state === 'known' || figure.state === 'empty' ? `${publicUrl}${recordsPath(key, at, part)}` : ''
    const unit = figure.unit === null ? '' : figure.unit === 'percent' ? '%' : w(`unit.${figure.unit}`).trim()
    const value = figure.state === 'known' ? figure.value : w(`figureState.${figure.state}`)
    const parts = Object.entries(frozen.parts).filter(([of]) => of.startsWith(`${key}/`))
    return [
      [
        ...[
          name,
          figure.name || key,
          figure.words,
          '',
          value,
          unit,
          figure.cases,
          figure.good,
          figure.imported,
        ],
        ...[figure.before?.value ?? null, figure.yearBefore?.value ?? null, link()],
      ],
      ...parts.flatMap(([of, all]) => {
        const split = of.slice(key.length + 1)
        return all.map((one) => [
          ...[
            name,
            figure.name,
            '',
            `${w(`split.${split}`)}: ${one.name ?? w('say.notRecorded')}`,
            one.value,
            unit,
          ],
          ...[one.cases, one.good, one.imported, null, null, link({ split, value: one.part })],
        ])
      }),
    ]
  })
}
