/** A report as Word and PDF: the same content as its page, laid out for the unit above. */
import type { Db } from '#kernel/db/index.ts'
import { renderAside, type Block, type PrintDocument } from '#kernel/document/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Download } from '#kernel/http/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { rootOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone, unitZone } from '#kernel/settings/index.ts'
import { composeSection, figureRow, type Drawn } from './compose.ts'
import { periodName } from './period.ts'
import { accessReport } from './policy.ts'
import { wordingOf } from './present.ts'
import type { Wording } from './sentences.ts'
import type { ReportRow } from './store/report.ts'

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** @throws report.not_found (404); report.not_measured (409): its figures have not been taken */
export const reportPdfVerb = (db: Db, actor: Actor, input: { id: string }): Promise<Download> =>
  print(db, actor, input.id, 'pdf')

/** @throws report.not_found (404); report.not_measured (409) */
export const reportWordVerb = (db: Db, actor: Actor, input: { id: string }): Promise<Download> =>
  print(db, actor, input.id, 'docx')

async function print(db: Db, actor: Actor, id: string, format: keyof typeof types): Promise<Download> {
  const row = await accessReport(db, actor, id)
  const root = await rootOrg(db)
  const document = documentOf(row, root?.name ?? row.org.name)
  const content = await renderAside(format, document)
  return { content, type: types[format], fileName: `${row.number} ${row.title}.${format}` }
}

/**
 * The document of a report: a function of what is kept of it, so that the same report gives the same file.
 * @throws report.not_measured (409)
 */
export function documentOf(row: ReportRow, unit: string): PrintDocument {
  if (!row.measuredAt) throw new AppError('report.not_measured', { status: 409 })
  const wording = wordingOf(row)
  const { w } = wording
  const day = (at: Date): string => dayIn(at, unitZone())
  const final = row.approvedAt !== null
  return {
    title: row.title,
    org: unit,
    number: row.number,
    locale: row.locale,
    createdAt: row.approvedAt ?? row.measuredAt,
    cover: {
      subtitle: `${periodName(row.kind, row.from, row.locale)}${final ? '' : w(`doc.${row.state === 'submitted' ? 'submitted' : 'draft'}`)}`,
      lines: [
        { label: w('doc.org'), value: row.org.name },
        { label: w('doc.period'), value: w('doc.days', { from: row.from, to: row.to }) },
        { label: w('doc.measured'), value: inUnitZone(row.measuredAt) },
        ...(row.approvedAt
          ? [
              { label: w('doc.approvedBy'), value: row.approvedBy?.name ?? '—' },
              { label: w('doc.approvedAt'), value: day(row.approvedAt) },
            ]
          : []),
      ],
    },
    // below them every section has the same headings
    contents: { title: w('doc.contents'), depth: 1 },
    blocks: row.sections.flatMap((section) => sectionBlocks(row, section, wording)),
  }
}

function sectionBlocks(row: ReportRow, section: ReportRow['sections'][number], wording: Wording): Block[] {
  const { w } = wording
  const { sentences, figures, charts, lists } = composeSection(section.key, row.figures, wording)
  const heading = (text: string): Block => ({ kind: 'heading', level: 2, text })
  const text = (paragraphs: readonly string[]): Block => ({ kind: 'text', paragraphs })
  const name = section.title || w(`section.${section.key}`)
  const said = [section.text, ...(section.key === 'summary' ? sentences : [sentences.join('')])].filter(
    Boolean,
  )
  return [
    { kind: 'heading', level: 1, text: name },
    ...(said.length > 0 ? [text(said)] : []),
    ...(said.length === 0 && section.comment === ''
      ? [{ kind: 'text' as const, paragraphs: [], empty: w('doc.nothing') }]
      : []),
    ...(figures.length > 0
      ? [
          heading(w('doc.figures')),
          {
            kind: 'table' as const,
            caption: w('doc.figuresOf', { name }),
            columns: [
              { label: w('doc.figure'), width: 4 },
              { label: w(`period.${row.kind}`), width: 2, align: 'right' as const },
              { label: w(`base.${row.kind}`), width: 2, align: 'right' as const },
              ...(row.kind === 'year'
                ? []
                : [{ label: w(`baseYear.${row.kind}`), width: 2, align: 'right' as const }]),
              { label: w('doc.cases'), width: 2, align: 'right' as const },
            ],
            rows: figures.map((figure) => figureRow(figure, wording)),
          },
        ]
      : []),
    ...(charts.length > 0 ? [heading(w('doc.charts')), ...charts.map(chartBlock)] : []),
    ...lists.flatMap((list): Block[] => [
      heading(list.name),
      {
        kind: 'table',
        columns: [
          { label: w('doc.record'), width: 3 },
          { label: w('doc.at'), width: 3 },
        ],
        rows: list.items.map((one) => [one.label, one.at ? inUnitZone(new Date(one.at)).slice(0, 16) : '—']),
        empty: w('doc.nothing'),
      },
      ...(list.more ? [text([w('doc.more', { n: list.items.length })])] : []),
    ]),
    ...(section.comment ? [heading(w('doc.comment')), text([section.comment])] : []),
  ]
}

const chartBlock = ({ caption, type, categories, series, unit, most }: Drawn): Block => ({
  kind: 'chart',
  caption,
  chart: {
    type,
    categories,
    series: series.map(({ name, values }) => ({ name, values })),
    ...(unit ? { unit } : {}),
    ...(most ? { most } : {}),
  },
})
