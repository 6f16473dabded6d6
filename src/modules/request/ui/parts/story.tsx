import {
  ClockCircleOutlined,
  MessageOutlined,
  PaperClipOutlined,
  PhoneOutlined,
  RightCircleOutlined,
} from '@ant-design/icons'
import { Button, Checkbox, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { inWords } from '#modules/catalogue/format-contract.ts'
import { callbackTitle } from '#web/kit/callback-title.ts'
import { actorText } from '#web/actor.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import type { Hue } from '#web/kit/tags.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import { addComment, getTimeline } from '../../contract.ts'
import type { Entry, Request } from '../types.ts'

const icons: Record<string, ReactNode> = {
  comment: <MessageOutlined />,
  attachment: <PaperClipOutlined />,
  clock: <ClockCircleOutlined />,
  callback: <PhoneOutlined />,
}
const hues: Partial<Record<string, Hue>> = {
  'approval-approved': 'green',
  'approval-rejected': 'red',
  'approval-returned': 'amber',
  return: 'amber',
  reopen: 'amber',
  finish: 'green',
  confirm: 'green',
}

/** The newest first: what was done about which item, and what was said. `publicOnly`: as the requester reads it. */
export function Story({ id, publicOnly = false }: { id: string; publicOnly?: boolean }) {
  const { t, i18n } = useTranslation('request')
  const entries = useInfiniteList(getTimeline, { id, order: 'desc', limit: 50 })
  if (entries.error && entries.items.length === 0)
    return <ErrorState error={entries.error} retry={() => void entries.refetch()} small />
  if (entries.isPending) return <Bars rows={4} />
  const shown = entries.items.filter((one) => one.public || !publicOnly)
  return (
    <>
      <Timeline
        items={shown.map((one) => {
          const said = one.kind === 'comment'
          const move = text(one.data['move'])
          const notes = said || !one.body ? null : one.body
          return {
            id: String(one.id),
            at: one.occurredAt,
            recordedAt: one.recordedAt,
            actor: actorText(t, one),
            icon: icons[one.kind] ?? <RightCircleOutlined />,
            hue:
              one.kind === 'clock' ? 'red' : said ? (one.public ? 'blue' : 'amber') : (hues[move] ?? 'grey'),
            title: titleOf(one),
            text: said ? one.body : null,
            internal: !one.public && said,
            ...(notes ? { extra: <div className="zy-text">{notes}</div> } : {}),
          }
        })}
      />
      <LoadMore list={entries} type="link" />
    </>
  )

  function titleOf({ kind, data, public: isPublic }: Entry): string {
    const of = (key: string) => inWords(i18n.language, text(data[key]), text(data[`${key}En`]))
    const about = [of('item'), of('task')].filter(Boolean).join(' / ')
    if (kind === 'comment') return t(isPublic ? 'ui.story.comment' : 'ui.story.note')
    if (kind === 'attachment') return `${t('ui.story.attachment')} · ${text(data['name'])}`
    if (kind === 'callback') return callbackTitle(data, t)
    if (kind === 'clock') return [t('ui.story.overdue'), about].filter(Boolean).join(' · ')
    const who = [text(data['group']), text(data['owner'])].filter(Boolean).join(' / ')
    const again = data['approvedAnew'] === true ? t('ui.story.approvedAnew') : ''
    return [t(`ui.move.${text(data['move'])}`, { defaultValue: text(data['move']) }), about, who, again]
      .filter(Boolean)
      .join(' · ')
  }
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Words for everybody who sees the request or, for those who work on it, among colleagues. */
export function CommentBox({ request }: { request: Request }) {
  const { t } = useTranslation('request')
  const [body, setBody] = useState('')
  const [internal, setInternal] = useState(false)
  const send = useMove(addComment, { done: t('ui.story.sent'), onDone: () => setBody('') })
  if (!request.abilities.includes('comment')) return null
  const submit = () => {
    if (body.trim() && !send.isPending) send.mutate({ id: request.id, body: body.trim(), public: !internal })
  }
  return (
    <div className="zy-req-say">
      <Input.TextArea
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
        placeholder={t('ui.story.placeholder')}
        aria-label={t('ui.story.placeholder')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={20_000}
      />
      <div>
        {request.abilities.includes('comment-internal') ? (
          <Checkbox checked={internal} onChange={(event) => setInternal(event.target.checked)}>
            {t('ui.story.internal')}
          </Checkbox>
        ) : null}
        <Button type="primary" disabled={!body.trim()} loading={send.isPending} onClick={submit}>
          {t('web:action.send')}
        </Button>
      </div>
    </div>
  )
}
