import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderPdf, type Block } from '#kernel/document/index.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { signatureBox } from '#kernel/signature/index.ts'
import { accessStocktake } from './access.ts'
import { departments, results } from './lifecycle.ts'
import { membersOf, signatures, type CampaignRow } from './store/campaign.ts'
import { selectLines, type LineRow } from './store/line.ts'

/** What fits on paper that somebody signs; the whole list is in the sheet. */
const mostDifferences = 2000

/** The result with the boxes of the three departments, and the digest of what they signed. @throws stocktake.not_found (404) */
export async function reportVerb(db: Db, actor: Actor, input: { id: string }): Promise<Download> {
  const row = await accessStocktake(db, actor, input.id)
  const [members, given, differences, now] = await Promise.all([
    membersOf(db, row.id),
    signatures.list(db, row.id),
    selectLines(db, row.id, { result: 'difference', limit: mostDifferences }),
    dbNow(db),
  ])
  const t = (key: string, params = {}) => say(actor.locale, `stocktake:${key}`, params)
  const blocks: Block[] = [
    { kind: 'facts', facts: facts(row, t) },
    {
      kind: 'table',
      title: t('report.results'),
      columns: [
        { label: t('field.result'), width: 3 },
        { label: t('report.lines'), width: 1, align: 'right' },
      ],
      rows: [...results, 'none' as const].map((one) => [t(`result.${one}`), String(row.results[one] ?? 0)]),
    },
    differenceTable(differences, t),
    {
      kind: 'signatures',
      title: t('report.signatures'),
      boxes: departments.map((department) => {
        const team = members.filter((one) => one.department === department).map((one) => one.person.name)
        return signatureBox(
          `${t(`department.${department}`)} (${team.join('、')})`,
          given.find((one) => one.department === department),
        )
      }),
    },
  ]
  const content = await renderPdf({
    title: t('report.title'),
    org: row.org.name,
    number: row.number,
    locale: actor.locale,
    footer: `${t('report.madeAt')} ${inUnitZone(now)} · ${actor.name}`,
    blocks,
  })
  return { content, type: 'application/pdf', fileName: `${t('report.title')} ${row.number}.pdf` }
}

type Say = (key: string, params?: Record<string, unknown>) => string

function facts(row: CampaignRow, t: Say) {
  return [
    { label: t('field.title'), value: row.title, wide: true },
    { label: t('field.budgetYear'), value: String(row.budgetYear) },
    { label: t('field.state'), value: t(`state.${row.state}`) },
    { label: t('field.scope'), value: [row.org.name, row.className].filter(Boolean).join(' · ') },
    { label: t('field.baseDate'), value: row.baseDate },
    { label: t('field.period'), value: `${row.startsOn} – ${row.endsOn}` },
    { label: t('field.closedAt'), value: row.closedAt ? inUnitZone(row.closedAt) : '—' },
    ...(row.digest ? [{ label: t('field.digest'), value: row.digest, wide: true }] : []),
  ]
}

function differenceTable(lines: readonly LineRow[], t: Say): Block {
  return {
    kind: 'table',
    title: t('report.differences', { n: Math.min(lines.length, mostDifferences) }),
    empty: t('report.noDifferences'),
    columns: [
      { label: t('field.number'), width: 3 },
      { label: t('field.name'), width: 4 },
      { label: t('field.result'), width: 2 },
      { label: t('field.bookAndFound'), width: 5 },
      { label: t('field.explanation'), width: 5 },
      { label: t('field.decision'), width: 3 },
    ],
    rows: lines
      .slice(0, mostDifferences)
      .map((line) => [
        line.number ?? '—',
        line.name,
        t(`result.${line.result}`),
        `${line.quantity} / ${line.countedQuantity ?? '—'}\n${line.location ?? '—'} / ${line.countedLocation ?? '—'}`,
        line.explanation ?? '—',
        line.decision ? `${t(`decision.${line.decision}`)} ${line.decidedBy ?? ''}` : '—',
      ]),
  }
}
