import { Button } from 'antd'
import {
  CloseOutlined,
  EyeOutlined,
  LockOutlined,
  MessageOutlined,
  PauseCircleOutlined,
  SendOutlined,
  TagsOutlined,
  UserAddOutlined,
} from '@ant-design/icons'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'
import { bulkIncidents, bulkLimit } from '../../bulk-contract.ts'
import type { Line } from '../types.ts'
import { BulkDialog, type Action } from './BulkDialog.tsx'
import { BulkResult, type Results } from './BulkResult.tsx'

export type What = Action['do']

const buttons: [What, ReactNode, string][] = [
  ['take', <UserAddOutlined key="take" />, 'incident.work'],
  ['assign', <SendOutlined key="assign" />, 'incident.assign'],
  ['edit', <TagsOutlined key="edit" />, 'incident.edit'],
  ['hold', <PauseCircleOutlined key="hold" />, 'incident.work'],
  ['comment', <MessageOutlined key="comment" />, 'incident.comment'],
  ['watch', <EyeOutlined key="watch" />, 'incident.work'],
  ['close', <LockOutlined key="close" />, 'incident.close'],
]

/** What can be done to all chosen incidents at once; tells of each what became of it. */
export function BulkBar({ rows, onSelect }: { rows: Line[]; onSelect: (ids: string[]) => void }) {
  const { t } = useTranslation('incident')
  const can = useCan()
  const [asked, setAsked] = useState<What | null>(null)
  const [told, setTold] = useState<Results | null>(null)
  const run = useMove(bulkIncidents, { onProblem: () => asked !== null })
  const send = async (action: Action) => {
    // as they were when they were sent: the list may change under the answer
    const lines = rows
    const { items } = await run.mutateAsync({
      items: lines.map(({ id, version }) => ({ id, version })),
      action,
    })
    setAsked(null)
    setTold({ what: action.do, items, lines })
  }
  const begin = (what: What) => {
    if (what !== 'take') return setAsked(what)
    // problems have become a toast
    send({ do: 'take' }).catch(() => undefined)
  }
  const many = rows.length > bulkLimit
  return (
    <>
      {rows.length > 0 ? (
        <div className="zy-inc-bulk" role="toolbar" aria-label={t('ui.bulk.chosen', { n: rows.length })}>
          <b className="zy-num">{t('ui.bulk.chosen', { n: rows.length })}</b>
          {many ? <span role="alert">{t('ui.bulk.tooMany', { n: bulkLimit })}</span> : null}
          {buttons
            .filter(([, , permission]) => can(permission))
            .map(([what, icon]) => (
              <Button
                key={what}
                size="small"
                icon={icon}
                disabled={many || run.isPending}
                onClick={() => begin(what)}
              >
                {t(`ui.bulk.do.${what}`)}
              </Button>
            ))}
          <Button size="small" type="text" icon={<CloseOutlined />} onClick={() => onSelect([])}>
            {t('ui.bulk.clear')}
          </Button>
        </div>
      ) : null}
      {asked ? (
        <BulkDialog what={asked} n={rows.length} onSubmit={send} onClose={() => setAsked(null)} />
      ) : null}
      {told ? (
        <BulkResult
          results={told}
          onClose={(rest) => {
            setTold(null)
            onSelect(rest)
          }}
        />
      ) : null}
    </>
  )
}
