import { Button, Input, Segmented } from 'antd'
import {
  BulbOutlined,
  CheckSquareOutlined,
  NotificationOutlined,
  SearchOutlined,
  ToolOutlined,
} from '@ant-design/icons'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { addLog, listLog } from '../contract.ts'
import { logKinds, type LogKind } from '../words.ts'
import { useWhom } from './parts.tsx'
import type { Entry, Major } from './types.ts'

const looks: Record<LogKind, { hue: Hue; icon: ReactNode }> = {
  finding: { hue: 'blue', icon: <SearchOutlined /> },
  decision: { hue: 'violet', icon: <CheckSquareOutlined /> },
  action: { hue: 'amber', icon: <ToolOutlined /> },
  communication: { hue: 'green', icon: <NotificationOutlined /> },
}

/** 会商记录: a line to write in, and below what was said, the latest first; beside the review only to look up. */
export function BridgeLog({ major, readOnly = false }: { major: Major; readOnly?: boolean }) {
  const { t } = useTranslation('major')
  const { id } = major.incident
  const log = useInfiniteList(listLog, { id, limit: 100 })
  const [wrong, setWrong] = useState<Entry | null>(null)
  const writes = !readOnly && major.abilities.includes('log')
  const byId = new Map(log.items.map((one) => [one.id, one]))
  return (
    <Panel title={t('log.title')}>
      {writes ? <WriteLine key={wrong?.id ?? ''} id={id} wrong={wrong} done={() => setWrong(null)} /> : null}
      {log.error && log.items.length === 0 ? (
        <ErrorState error={log.error} retry={() => void log.refetch()} small />
      ) : log.isPending ? (
        <Bars rows={5} />
      ) : log.items.length === 0 ? (
        <p className="zy-page-sub">{t('log.none')}</p>
      ) : (
        <ol className="zy-major-log">
          {log.items.map((one) => (
            <Line
              key={one.id}
              one={one}
              wrong={one.corrects ? byId.get(one.corrects) : undefined}
              onCorrect={writes && one.via === 'hand' && !one.corrected ? () => setWrong(one) : undefined}
            />
          ))}
        </ol>
      )}
      {log.hasNextPage ? (
        <Button block type="text" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('log.more')}
        </Button>
      ) : null}
    </Panel>
  )
}

function WriteLine({ id, wrong, done }: { id: string; wrong: Entry | null; done: () => void }) {
  const { t } = useTranslation('major')
  const [kind, setKind] = useState<LogKind>(wrong?.kind ?? 'finding')
  const [body, setBody] = useState('')
  const [notified, setNotified] = useState('')
  const box = useRef<HTMLFormElement>(null)
  const add = useMove(addLog, {
    done: t('log.done'),
    // what a decision tells stands in the incident's room as well
    invalidates: ['major', 'incident'],
    onDone: () => {
      setBody('')
      setNotified('')
      done()
      box.current?.querySelector('textarea')?.focus()
    },
  })
  const send = () => {
    if (body.trim() === '' || add.isPending) return
    add.mutate({
      ...{ id, kind, body: body.trim(), notified: notified.trim() },
      ...(wrong ? { corrects: wrong.id } : {}),
    })
  }
  return (
    <form
      ref={box}
      className="zy-major-write zy-no-print"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
        if (event.key === 'Escape' && wrong) done()
      }}
    >
      {wrong ? (
        <p className="zy-major-wrong">
          {t('log.correcting', { body: wrong.body })}{' '}
          <Button size="small" type="link" onClick={done}>
            {t('web:action.cancel')}
          </Button>
        </p>
      ) : null}
      <Segmented<LogKind>
        aria-label={t('log.kind')}
        value={kind}
        onChange={setKind}
        options={logKinds.map((value) => ({ value, label: t(`kind.${value}`), icon: looks[value].icon }))}
      />
      <Input.TextArea
        value={body}
        onChange={(event) => setBody(event.target.value)}
        aria-label={t('log.placeholder')}
        placeholder={t('log.placeholder')}
        autoSize={{ minRows: 2, maxRows: 10 }}
        maxLength={5000}
        autoFocus={wrong !== null}
      />
      {kind === 'communication' || kind === 'decision' ? (
        <Input
          value={notified}
          onChange={(event) => setNotified(event.target.value)}
          aria-label={t('log.notified')}
          placeholder={t('log.notifiedPlaceholder')}
          maxLength={2000}
        />
      ) : null}
      <div className="zy-major-write-foot">
        <small>{t('log.hint')}</small>
        <Button type="primary" htmlType="submit" disabled={body.trim() === ''} loading={add.isPending}>
          {t('log.add')}
        </Button>
      </div>
    </form>
  )
}

function Line({
  one,
  wrong,
  onCorrect,
}: {
  one: Entry
  wrong: Entry | undefined
  onCorrect: (() => void) | undefined
}) {
  const { t } = useTranslation('major')
  const whom = useWhom()
  const { hue, icon } = looks[one.kind]
  // what was written down much later than it happened says so
  const late = Date.parse(one.recordedAt) - Date.parse(one.occurredAt) > 120_000
  return (
    <li className={one.corrected ? 'zy-major-corrected' : undefined}>
      <div className="zy-major-line-head">
        <TimeText at={one.occurredAt} />
        <Tag hue={hue} icon={icon}>
          {one.via === 'hand' ? t(`kind.${one.kind}`) : t(`via.${one.via}`)}
        </Tag>
        <b>{one.person.name}</b>
        {one.corrected ? (
          <Tag hue="grey" icon={<BulbOutlined />}>
            {t('log.corrected')}
          </Tag>
        ) : null}
        {onCorrect ? (
          <Button size="small" type="text" className="zy-no-print" onClick={onCorrect}>
            {t('log.correct')}
          </Button>
        ) : null}
      </div>
      {wrong ? <p className="zy-page-sub">{t('log.corrects', { body: wrong.body })}</p> : null}
      <PlainText>{one.body}</PlainText>
      {one.notified ? <p className="zy-page-sub">{t('log.told', { who: whom(one.notified) })}</p> : null}
      {late ? (
        <small>{t('log.recordedAt', { at: absoluteTime(one.recordedAt, { shortYear: true }) })}</small>
      ) : null}
    </li>
  )
}
