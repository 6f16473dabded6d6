import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { alertsBetween } from '#modules/alert/index.ts'
import { incidentsBetween } from '#modules/incident/index.ts'
import { roundsBetween } from '#modules/round/index.ts'
import { insertLines, selectLines, updateLine, type LogRow, type NewLine } from './store/log.ts'

/** Lines of one kind that a log takes by themselves; the rest is told as a number. */
const most = 200

type Say = (key: string, params?: Record<string, string | number>) => string

/**
 * What happened in the shift until now, as lines: what its writer may see of alerts, incidents and rounds. Said again, it adds
 * what is new, and says what has changed. @returns how many lines are new or changed
 */
export async function fillIn(tx: Tx, actor: Actor, log: LogRow): Promise<number> {
  const now = await dbNow(tx)
  const period = { from: log.startsAt, to: now < log.endsAt ? now : log.endsAt }
  if (period.to <= period.from) return 0
  const t: Say = (key, params = {}) => say(actor.locale, `duty-log:${key}`, params)
  const parts = await Promise.all([
    alertLines(tx, actor, period, t),
    incidentLines(tx, actor, period, t),
    roundLines(tx, actor, period, t),
  ])
  const lines = parts.flatMap((all) => bounded(all, period.to, t))
  return keepLines(tx, log.id, lines)
}

/**
 * A record has one line: what was unfinished and is done meanwhile moves, unless a person has written at its line.
 * @returns how many lines are new or say something new
 */
async function keepLines(tx: Tx, logId: string, lines: readonly NewLine[]): Promise<number> {
  const known = new Map((await selectLines(tx, logId)).map((one) => [`${one.entity} ${one.entityId}`, one]))
  const fresh: NewLine[] = []
  let told = 0
  for (const line of lines) {
    const before = line.entityId ? known.get(`${line.entity} ${line.entityId}`) : undefined
    if (!before) fresh.push(line)
    else if (before.writtenBy === null && (before.kind !== line.kind || before.text !== line.text)) {
      await updateLine(tx, before.id, { kind: line.kind, text: line.text, by: null })
      told++
    }
  }
  return told + (await insertLines(tx, logId, null, fresh)).length
}

/** The first of them, and a word about the others. */
function bounded(lines: NewLine[], at: Date, t: Say): NewLine[] {
  if (lines.length <= most) return lines
  const text = t('auto.more', { n: lines.length - most })
  return [...lines.slice(0, most), { kind: lines[0]!.kind, text, source: 'auto', occurredAt: at }]
}

async function alertLines(
  db: Db,
  actor: Actor,
  period: { from: Date; to: Date },
  t: Say,
): Promise<NewLine[]> {
  const found = await alertsBetween(db, actor, period)
  return found.map((one) => ({
    kind: 'fault',
    source: 'auto',
    text: t(one.status === 'resolved' ? 'auto.alertOver' : 'auto.alert', {
      name: one.name,
      service: one.service?.name ?? one.source,
      incident: one.incident?.number ?? '',
    }).trim(),
    entity: 'alert',
    entityId: one.id,
    number: one.incident?.number ?? null,
    occurredAt: one.startsAt < period.from ? period.from : one.startsAt,
  }))
}

async function incidentLines(
  db: Db,
  actor: Actor,
  period: { from: Date; to: Date },
  t: Say,
): Promise<NewLine[]> {
  const found = await incidentsBetween(db, actor, period)
  return found.map((one) => ({
    kind: one.open ? 'unfinished' : 'answered',
    source: 'auto',
    text: t('auto.incident', {
      title: one.title,
      owner: one.owner ?? t('auto.nobody'),
      state: say(actor.locale, `incident:state.${one.state}`),
    }),
    entity: 'incident',
    entityId: one.id,
    number: one.number,
    occurredAt: one.recordedAt,
  }))
}

async function roundLines(
  db: Db,
  actor: Actor,
  period: { from: Date; to: Date },
  t: Say,
): Promise<NewLine[]> {
  const found = await roundsBetween(db, actor, period)
  return found.map((one) => ({
    kind: one.state === 'done' || one.state === 'skipped' ? 'routine' : 'unfinished',
    source: 'auto',
    text: t('auto.round', {
      plan: one.plan,
      state: say(actor.locale, `round:state.${one.state}`),
      abnormal: one.abnormal > 0 ? t('auto.abnormal', { n: one.abnormal }) : '',
    }).trim(),
    entity: 'round',
    entityId: one.id,
    number: one.number,
    occurredAt: one.at,
  }))
}
