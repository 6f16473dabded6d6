import {
  BellOutlined,
  ClockCircleOutlined,
  EditOutlined,
  LinkOutlined,
  MessageOutlined,
  CheckSquareOutlined,
  PaperClipOutlined,
  PhoneOutlined,
  PlusCircleOutlined,
  ToolOutlined,
} from '@ant-design/icons'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { callbackTitle } from '#web/kit/callback-title.ts'
import { actorText } from '#web/actor.ts'
import type { TimelineItem } from '#web/kit/Timeline.tsx'
import type { Hue } from '#web/kit/tags.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { moveSpecs } from '../moves/specs.tsx'
import type { Move } from '../../words.ts'
import type { Entry } from '../types.ts'
import { changesOf, ChangeList } from './changes.tsx'

const icons: Record<string, ReactNode> = {
  comment: <MessageOutlined />,
  change: <EditOutlined />,
  clock: <ClockCircleOutlined />,
  notice: <BellOutlined />,
  link: <LinkOutlined />,
  attachment: <PaperClipOutlined />,
  work: <ToolOutlined />,
  task: <CheckSquareOutlined />,
  callback: <PhoneOutlined />,
}

const moveHues: Partial<Record<string, Hue>> = {
  file: 'blue',
  start: 'blue',
  resume: 'blue',
  hold: 'amber',
  resolve: 'green',
  close: 'green',
  reopen: 'red',
  escalate: 'amber',
}

type T = TFunction<'incident'>

/** What happened, in a few words: "派单 → 网络组 · 李敏". Also used where somebody else's change is announced. */
export function entryTitle(entry: Entry, t: T): string {
  const { data } = entry
  if (entry.kind === 'comment') return entry.public ? t('timeline.comment') : t('timeline.note')
  if (entry.kind === 'move') return moveTitle(data, t)
  if (entry.kind === 'work') return t('timeline.work', { minutes: textOf(data['minutes']) })
  if (entry.kind === 'attachment') return joined([t('timeline.attachment'), textOf(data['name'])])
  if (entry.kind === 'clock') return clockTitle(data, t)
  if (entry.kind === 'link') return linkTitle(data, t)
  if (entry.kind === 'change') return changeTitle(data, t)
  if (entry.kind === 'notice') return noticeTitle(data, t)
  if (entry.kind === 'task') return taskTitle(data, t)
  if (entry.kind === 'callback') return callbackTitle(data, t)
  return t(`timeline.${entry.kind}`, { defaultValue: entry.kind })
}

function moveTitle(data: Entry['data'], t: T): string {
  const move = textOf(data['move'])
  if (move === 'file') return joined([t('timeline.filed'), holderOf(data)])
  const why = textOf(data['reason'])
  return joined([
    t(`move.${move}`, { defaultValue: move }),
    holderOf(data),
    move === 'hold' && why ? t(`holdReason.${why}`, { defaultValue: why }) : '',
    data['repeated'] ? t('timeline.links.repeated', { number: nameOf(data['repeated']) }) : '',
    textOf(data['code']) ? t(`resolutionCode.${textOf(data['code'])}`, { defaultValue: '' }) : '',
  ])
}

function clockTitle(data: Entry['data'], t: T): string {
  if (data['recalculated']) return t('timeline.clocks.recalculated')
  const metric = textOf(data['metric'])
  const percent = textOf(data['percent'])
  const told = Number(data['told'] ?? 0)
  return joined([
    `${metric ? t(`metric.${metric}`, { defaultValue: metric }) : ''}${t('timeline.clock')}`,
    textOf(data['group']),
    data['breached'] === true
      ? t('timeline.clocks.breached')
      : percent
        ? t('timeline.clocks.used', { percent })
        : '',
    told > 0 ? t('timeline.clocks.told', { n: told }) : '',
  ])
}

function noticeTitle(data: Entry['data'], t: T): string {
  if (data['decision']) return t('ui.major.add')
  const supervision = textOf(data['supervision'])
  return supervision
    ? joined([t(`timeline.supervision.${supervision}`, { defaultValue: supervision }), textOf(data['owner'])])
    : t('timeline.notice')
}

function taskTitle(data: Entry['data'], t: T): string {
  const { what, title } = (data['task'] ?? {}) as { what?: unknown; title?: unknown }
  return joined([t(`timeline.tasks.${textOf(what)}`, { defaultValue: t('timeline.task') }), textOf(title)])
}

function linkTitle(data: Entry['data'], t: T): string {
  if (data['duplicateOf']) return joined([t('timeline.links.duplicateOf'), nameOf(data['duplicateOf'])])
  if (data['duplicate']) return joined([t('timeline.links.duplicate'), nameOf(data['duplicate'])])
  if (data['joined']) return t('timeline.links.joined')
  if (data['mergedInto']) return joined([t('timeline.links.mergedInto'), nameOf(data['mergedInto'])])
  if (data['merged']) return joined([t('timeline.links.merged'), nameOf(data['merged'])])
  const alerts = data['alerts'] as { count?: unknown } | undefined
  if (alerts) return t('timeline.links.alerts', { count: Number(alerts.count) })
  return joined([t('timeline.link'), textOf(data['number'])])
}

/** Grading has a word of its own; every other change lists its fields below. */
function changeTitle(data: Entry['data'], t: T): string {
  const fields = Object.keys((data['changes'] ?? {}) as object)
  return fields.includes('gradeConfirmed') ? t('timeline.graded') : t('timeline.change')
}

/** Group and owner after the move, given as names or as records. */
function holderOf(data: Entry['data']): string {
  return [nameOf(data['group']), nameOf(data['owner'])].filter(Boolean).join(' / ')
}

function nameOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    if ('number' in value) return textOf(value.number)
    if ('name' in value) return textOf(value.name)
  }
  return textOf(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function joined(parts: string[]): string {
  return parts.filter(Boolean).join(' · ')
}

/** One entry for the kit's timeline. */
export function entryItem(entry: Entry, t: T): TimelineItem {
  const { data } = entry
  const move = textOf(data['move'])
  const spec = entry.kind === 'move' ? moveSpecs[move as Move] : undefined
  const said = entry.kind === 'comment'
  return {
    id: String(entry.id),
    at: entry.occurredAt,
    recordedAt: entry.recordedAt,
    actor: actorText(t, entry),
    icon: spec?.icon ?? icons[entry.kind] ?? <PlusCircleOutlined />,
    hue:
      data['breached'] === true
        ? 'red'
        : said
          ? entry.public
            ? 'blue'
            : 'amber'
          : (moveHues[move] ?? 'grey'),
    title: entryTitle(entry, t),
    text: said ? entry.body : null,
    internal: said && !entry.public,
    extra: said ? undefined : <Details entry={entry} t={t} />,
  }
}

/** Reason, note, before and after: under the line they belong to. */
function Details({ entry, t }: { entry: Entry; t: T }) {
  const { data, body } = entry
  const isHold = textOf(data['move']) === 'hold'
  const reason = isHold ? '' : textOf(data['reason'])
  const until = textOf(data['until'])
  const lines = [
    body,
    reason && reason !== body ? t('timeline.reason', { reason }) : '',
    textOf(data['note']) === body ? '' : textOf(data['note']),
    until ? t('ui.record.holdUntil', { at: absoluteTime(until, { shortYear: true }) }) : '',
  ].filter(Boolean)
  const notified = textOf(data['notified'])
  if (notified) lines.push(t('ui.major.toldTo', { who: notified }))
  const changes = changesOf(data)
  if (lines.length === 0 && changes.length === 0) return null
  return (
    <>
      {lines.map((line) => (
        <div key={line} className="zy-text" dir="auto">
          {line}
        </div>
      ))}
      <ChangeList changes={changes} />
    </>
  )
}
