import { App, Button, Segmented } from 'antd'
import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepersNow } from '#modules/alert/console-contract.ts'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { endSilence, listSilences, listWindows, removeWindow } from '../silence-contract.ts'
import { silenceStates } from '../words.ts'
import { useMatcherText } from './MatcherEditor.tsx'
import { SilenceForm } from './SilenceForm.tsx'
import { WindowForm, useScheduleText } from './WindowForm.tsx'
import './rules.css'

export type WindowRow = CallOutput<typeof listWindows>['items'][number]

/** What keeps alerts quiet: silences, maintenance windows, work under way. */
export function SilencesPage() {
  const { t } = useTranslation('alert-rule')
  const can = useCan()
  const [making, setMaking] = useState(false)
  const keepers = useCall(keepersNow, {}, { refetchInterval: 60_000 })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.silences')}
        actions={
          can('alert-rule.silence') ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
              {t('screen.silence.add')}
            </Button>
          ) : null
        }
      />
      <Silences held={keepers.data?.held ?? {}} />
      <Windows held={keepers.data?.held ?? {}} />
      {keepers.data && keepers.data.work.length > 0 ? (
        <Panel title={t('screen.window.changes')}>
          <p className="zy-page-sub">{t('screen.window.changesHint')}</p>
          <ul className="zy-ar-rules">
            {keepers.data.work.map((one) => (
              <li key={one.id}>
                <Link to={one.path} className="zy-ar-text">
                  {one.title}
                </Link>
                <TimeText at={one.until} mode="full" />
                {one.held > 0 ? <small>{t('screen.window.held', { count: one.held })}</small> : null}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {making ? <SilenceForm onClose={() => setMaking(false)} /> : null}
    </div>
  )
}

type Held = Record<string, number>

function Silences({ held }: { held: Held }) {
  const { t } = useTranslation('alert-rule')
  const { modal } = App.useApp()
  const [url, setUrl] = useUrlState()
  const state = silenceStates.find((one) => one === url['state']) ?? 'active'
  const list = useInfiniteList(listSilences, { state })
  const match = useMatcherText()
  const end = useMove(endSilence, { done: t('screen.silence.ended'), invalidates: ['alert-rule', 'alert'] })
  return (
    <>
      <div>
        <Segmented
          value={state}
          aria-label={t('page.silences')}
          onChange={(next) => setUrl({ state: next === 'active' ? undefined : next }, { push: true })}
          options={silenceStates.map((value) => ({ value, label: t(`screen.silence.state.${value}`) }))}
        />
      </div>
      <RecordTable
        list={list}
        keys={false}
        label={t('page.silences')}
        empty={{ title: t('screen.silence.none'), hint: t('screen.silence.noneHint') }}
        columns={[
          {
            key: 'matchers',
            title: t('screen.field.match'),
            cut: true,
            render: (row) => match(row.matchers),
          },
          { key: 'reason', title: t('screen.field.reason'), width: 200 },
          { key: 'by', title: t('screen.field.by'), width: 100, render: (row) => row.createdBy?.name ?? '—' },
          {
            key: 'held',
            title: '',
            width: 110,
            render: (row) => (held[row.id] ? t('screen.window.held', { count: held[row.id] }) : ''),
          },
          {
            key: 'ends',
            title: t('screen.field.ends'),
            width: 140,
            render: (row) => <TimeText at={row.endedAt ?? row.endsAt} />,
          },
          {
            key: 'end',
            title: '',
            width: 110,
            render: (row) =>
              row.mayEnd ? (
                <Button
                  size="small"
                  onClick={() =>
                    modal.confirm({
                      title: t('screen.silence.end'),
                      content: t('screen.silence.endAsk'),
                      onOk: () => end.mutateAsync({ id: row.id }).catch(() => undefined),
                    })
                  }
                >
                  {t('screen.silence.end')}
                </Button>
              ) : null,
          },
        ]}
      />
    </>
  )
}

function Windows({ held }: { held: Held }) {
  const { t } = useTranslation('alert-rule')
  const { modal } = App.useApp()
  const may = useCan()('alert-rule.configure')
  const [edited, setEdited] = useState<WindowRow | 'new' | null>(null)
  const { data } = useCall(listWindows, {})
  const match = useMatcherText()
  const says = useScheduleText()
  const remove = useMove(removeWindow, { done: t('screen.window.removed') })
  return (
    <Panel
      title={t('screen.window.title')}
      actions={
        may ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('screen.window.add')}
          </Button>
        ) : null
      }
    >
      {data?.items.length === 0 ? <p className="zy-page-sub">{t('screen.window.none')}</p> : null}
      {data && data.items.length > 0 ? (
        <ul className="zy-ar-rules">
          {data.items.map((row) => (
            <li key={row.id} className={row.enabled ? '' : 'zy-ar-off'}>
              <div className="zy-ar-text">
                <strong dir="auto">{row.name}</strong>
                <span>{says(row.schedule)}</span>
                <code dir="auto">{match(row.matchers)}</code>
              </div>
              <Next row={row} />
              {held[row.id] ? <small>{t('screen.window.held', { count: held[row.id] })}</small> : null}
              {may ? (
                <span>
                  <Button
                    type="text"
                    size="small"
                    icon={<EditOutlined />}
                    aria-label={`${t('screen.window.edit')} ${row.name}`}
                    onClick={() => setEdited(row)}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<DeleteOutlined />}
                    aria-label={`${t('web:action.remove')} ${row.name}`}
                    onClick={() =>
                      modal.confirm({
                        title: t('screen.window.removeAsk', { name: row.name }),
                        onOk: () =>
                          remove.mutateAsync({ id: row.id, version: row.version }).catch(() => undefined),
                      })
                    }
                  />
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {edited ? <WindowForm row={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  )
}

function Next({ row }: { row: WindowRow }) {
  const { t } = useTranslation('alert-rule')
  if (!row.enabled) return <small>{t('screen.window.off')}</small>
  if (!row.next) return <small>{t('screen.window.never')}</small>
  return (
    <small>
      {row.next.now ? t('screen.window.now') : t('screen.field.next')}{' '}
      <TimeText at={row.next.now ? row.next.to : row.next.from} mode="full" />
    </small>
  )
}
