import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderPdf, type Block } from '#kernel/document/index.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { signatureBox } from '#kernel/signature/index.ts'
import { accessRun } from './access.ts'
import { departments, kinds } from './lifecycle.ts'
import { fieldsOf, worderOf, type Worder } from './present.ts'
import { selectRows, type ExchangeRowRow } from './store/row.ts'
import { signatures, type RunRow } from './store/run.ts'

/** What fits on paper that somebody signs; the whole list is in the table. */
const mostDifferences = 1000

type Say = (key: string, params?: Record<string, string | number>) => string

/** The result with the boxes of both departments and the digest of what they signed. @throws asset-exchange.not_found (404) */
export async function reportVerb(db: Db, actor: Actor, input: { id: string }): Promise<Download> {
  const run = await accessRun(db, actor, input.id)
  const [given, found, words, now] = await Promise.all([
    signatures.list(db, run.id),
    selectRows(db, run.id, { notSame: true, limit: mostDifferences }),
    worderOf(db, actor),
    dbNow(db),
  ])
  const t: Say = (key, params = {}) => say(actor.locale, `asset-exchange:${key}`, params)
  const differing = kinds.slice(1).reduce((sum, kind) => sum + (run.counts[kind] ?? 0), 0)
  const blocks: Block[] = [
    { kind: 'facts', facts: facts(run, t) },
    {
      kind: 'table',
      title: t('told.report.counts'),
      columns: [
        { label: t('told.sheet.kind'), width: 3 },
        { label: t('told.report.rows'), width: 1, align: 'right' },
      ],
      rows: kinds.map((kind) => [t(`screen.kind.${kind}`), String(run.counts[kind] ?? 0)]),
    },
    differences(found.slice(0, mostDifferences), differing, words, t),
    {
      kind: 'signatures',
      title: t('told.report.signatures'),
      boxes: departments.map((department) =>
        signatureBox(
          t(`screen.department.${department}`),
          given.find((one) => one.department === department),
        ),
      ),
    },
  ]
  const content = await renderPdf({
    title: t('told.report.title'),
    org: run.org.name,
    number: run.number,
    locale: actor.locale,
    footer: `${t('told.report.madeAt')} ${inUnitZone(now)} · ${actor.name}`,
    blocks,
  })
  return { content, type: 'application/pdf', fileName: `${t('told.report.title')} ${run.number}.pdf` }
}

function facts(run: RunRow, t: Say) {
  return [
    { label: t('screen.field.org'), value: run.org.name },
    { label: t('screen.field.state'), value: t(`screen.state.${run.state}`) },
    { label: t('screen.field.fileName'), value: run.fileName, wide: true },
    { label: t('screen.field.rows'), value: String(run.rows) },
    { label: t('screen.field.recordedAt'), value: inUnitZone(run.recordedAt, true) },
    { label: t('screen.field.createdBy'), value: run.createdBy?.name ?? '—' },
    { label: t('screen.field.open'), value: String(run.open.all) },
    { label: 'SHA-256', value: run.sha256, wide: true },
    ...(run.digest ? [{ label: t('screen.field.digest'), value: run.digest, wide: true }] : []),
  ]
}

function differences(rows: readonly ExchangeRowRow[], all: number, words: Worder, t: Say): Block {
  return {
    kind: 'table',
    title:
      rows.length < all
        ? t('told.report.first', { n: rows.length, all })
        : t('told.report.differences', { n: all }),
    empty: t('told.report.none'),
    columns: [
      { label: t('told.sheet.card'), width: 3 },
      { label: t('told.sheet.asset'), width: 3 },
      { label: t('told.sheet.name'), width: 4 },
      { label: t('told.sheet.kind'), width: 2 },
      { label: t('told.report.both'), width: 6 },
      { label: t('told.sheet.decision'), width: 5 },
    ],
    rows: rows.map((row) => [
      row.card ?? '—',
      row.assetNumber ?? '—',
      row.name,
      t(`screen.kind.${row.kind}`),
      row.fields.length === 0
        ? '—'
        : fieldsOf(row, words)
            .map(({ key, ours, theirs }) => `${t(`screen.column.${key}`)}: ${ours ?? '—'} / ${theirs ?? '—'}`)
            .join('\n'),
      row.decisions.length === 0
        ? '—'
        : row.decisions
            .map((one) =>
              [t(`screen.decision.${one.decision}`), one.reason, one.by].filter(Boolean).join(' · '),
            )
            .join('\n'),
    ]),
  }
}
