import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderPdf, type Block } from '#kernel/document/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import type * as contract from './contract.ts'
import { visibleLogs } from './policy.ts'
import { selectLines, selectLogs, type LogRow } from './store/log.ts'

/** A month of three shifts a day; more would be no print. */
const most = 124

/** Logs of a team in a month, one after the other. @throws duty-log.not_found (404): none in sight */
export async function printLogsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.printLogs>,
): Promise<Download> {
  const [year, month] = input.month.split('-').map(Number)
  const last = new Date(Date.UTC(year!, month!, 0)).getUTCDate()
  const period = { from: `${input.month}-01`, to: `${input.month}-${String(last).padStart(2, '0')}` }
  const rows = await selectLogs(db, visibleLogs(actor), { teamId: input.id, ...period, limit: most })
  const logs = rows.slice(0, most).toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  if (logs.length === 0) throw notFound('duty-log')
  const t = (key: string, params = {}) => say(actor.locale, `duty-log:${key}`, params)
  const blocks: Block[] = []
  for (const log of logs) blocks.push(...(await logBlocks(db, log, t)))
  const title = t('print.title', { team: logs[0]!.team.name, month: input.month })
  const content = await renderPdf({
    title,
    org: logs[0]!.org.name,
    locale: actor.locale,
    footer: `${t('print.madeAt')} ${inUnitZone(await dbNow(db))} · ${actor.name}`,
    blocks,
  })
  return { content, type: 'application/pdf', fileName: `${title}.pdf` }
}

async function logBlocks(
  db: Db,
  log: LogRow,
  t: (key: string, params?: Record<string, unknown>) => string,
): Promise<Block[]> {
  const lines = await selectLines(db, log.id)
  const signed = (who: LogRow['signedBy'], at: Date | null) =>
    who && at ? `${who.name} ${inUnitZone(at)}` : '—'
  return [
    {
      kind: 'facts',
      title: `${log.day} ${log.shift}`,
      facts: [
        { label: t('field.people'), value: log.people.map((one) => one.name).join('、') || '—' },
        {
          label: t('field.state'),
          value: t(`state.${log.state}`) + (log.missed ? `（${t('missed')}）` : ''),
        },
        { label: t('field.signedBy'), value: signed(log.signedBy, log.signedAt) },
        { label: t('field.takenBy'), value: signed(log.takenBy, log.takenAt) },
        ...(log.summary ? [{ label: t('field.summary'), value: log.summary, wide: true }] : []),
      ],
    },
    ...(lines.length > 0
      ? [
          {
            kind: 'table' as const,
            columns: [
              { label: t('field.kind'), width: 2 },
              { label: t('field.occurredAt'), width: 3 },
              { label: t('field.text'), width: 9 },
              { label: t('field.decision'), width: 3 },
            ],
            rows: lines.map((one) => [
              t(`kind.${one.kind}`),
              inUnitZone(one.occurredAt),
              [one.number, one.text].filter(Boolean).join(' '),
              [one.decision ? t(`decision.${one.decision}`) : '', one.decisionNote].filter(Boolean).join(' '),
            ]),
          },
        ]
      : []),
  ]
}
