import { Button } from 'antd'
import {
  CheckCircleOutlined,
  InboxOutlined,
  RightOutlined,
  UserAddOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { PriorityTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useNow } from '#web/kit/useNow.ts'
import { unitZone } from '#web/kit/zone.ts'
import { useMe } from '#web/session.tsx'
import { listIncidents, takeIncident } from '../../contract.ts'
import { NearestClock, StateTag } from '../parts/tags.tsx'
import type { Line } from '../types.ts'
import { Callbacks, Reports, useCallbacks, useReports } from './Followed.tsx'
import { MyTasks, useMyTasks } from './MyTasks.tsx'
import { Owed, useOwed } from './Owed.tsx'
import '../incident.css'

type List = ReturnType<typeof useLines>

function useLines(queue: 'mine' | 'group' | 'resolved', sort: 'due' | '-recordedAt', limit: number) {
  return useInfiniteList(listIncidents, { queue, sort, limit })
}

/** What waits for me, the most urgent first. */
export function MyWorkPage() {
  const { t } = useTranslation('incident')
  const me = useMe()
  const mine = useLines('mine', 'due', 30)
  const group = useLines('group', '-recordedAt', 50)
  const resolved = useInfiniteList(
    listIncidents,
    {
      ownerId: me?.person.id,
      state: 'resolved,closed',
      limit: 8,
    } as never,
    { enabled: me !== null },
  )
  const [owed, tasks, callbacks, reports] = [useOwed(), useMyTasks(), useCallbacks(), useReports()]
  const waiting = group.items.filter((row) => row.owner === null)
  const coming = useComing([mine, group, resolved, owed, tasks, callbacks, reports])
  return (
    <div className="zy-page">
      <PageHeader
        title={t(`ui.mywork.hello.${usePartOfDay()}`, { name: me?.person.name })}
        tabTitle={t('ui.page.work')}
      />
      {coming ? (
        <Coming />
      ) : (
        <div className="zy-inc-work">
          <div className="zy-inc-work-main">
            <Section
              title={t('ui.mywork.mine')}
              icon={<UserOutlined />}
              list={mine}
              rows={mine.items}
              view="mine"
            >
              <EmptyState
                small
                icon={<CheckCircleOutlined />}
                title={t('ui.mywork.mineNone')}
                hint={t('ui.mywork.mineNoneHint')}
              />
            </Section>
            <Section
              title={t('ui.mywork.group')}
              icon={<InboxOutlined />}
              list={group}
              rows={waiting}
              view="group"
              take
            >
              <EmptyState small title={t('ui.mywork.groupNone')} />
            </Section>
          </div>
          <div className="zy-inc-work-side">
            <Owed found={owed} />
            <MyTasks found={tasks} />
            <Callbacks found={callbacks} />
            <Reports found={reports} />
            <Section
              title={t('ui.mywork.resolved')}
              icon={<CheckCircleOutlined />}
              list={resolved}
              rows={resolved.items}
              view="resolved"
              plain
            >
              <p className="zy-inc-none">{t('ui.mywork.resolvedNone')}</p>
            </Section>
          </div>
        </div>
      )}
    </div>
  )
}

/**
 * Whether the first answers are still on their way. The lists stand one below the other on a phone: each that came by itself
 * would push down what is being read. What fails is not waited for, and what was shown once stays.
 */
function useComing(lists: { isLoading: boolean; failureCount: number }[]): boolean {
  const [shown, setShown] = useState(false)
  const coming = !shown && lists.some(({ isLoading, failureCount }) => isLoading && failureCount === 0)
  if (!shown && !coming) setShown(true)
  return coming
}

/** The page before its lists have come. */
function Coming() {
  return (
    <div className="zy-inc-work" aria-busy="true">
      {[8, 4].map((rows) => (
        <div key={rows} className="zy-panel zy-pad">
          <Bars rows={rows} />
        </div>
      ))}
    </div>
  )
}

/** Morning, afternoon or evening in the unit's zone. */
function usePartOfDay(): 'morning' | 'afternoon' | 'evening' {
  const now = useNow()
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: unitZone(), hour: '2-digit', hourCycle: 'h23' }).format(now),
  )
  if (hour >= 4 && hour < 12) return 'morning'
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}

function Section({
  title,
  icon,
  list,
  rows,
  view,
  take = false,
  plain = false,
  children,
}: {
  title: string
  icon: ReactNode
  list: Pick<List, 'error' | 'isPending' | 'refetch' | 'hasNextPage'>
  rows: Line[]
  view: string
  take?: boolean
  plain?: boolean
  /** What to say when there is nothing. */
  children: ReactNode
}) {
  const { t } = useTranslation('incident')
  return (
    <Panel
      flush
      title={
        <>
          <span aria-hidden="true">{icon}</span> {title}{' '}
          {rows.length > 0 && !plain ? (
            <span className="zy-inc-count zy-num">
              {rows.length}
              {list.hasNextPage ? '+' : ''}
            </span>
          ) : null}
        </>
      }
      actions={
        <Link to="/incidents" search={{ view } as never}>
          {t('ui.mywork.all')} <RightOutlined aria-hidden="true" />
        </Link>
      }
    >
      {list.error ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} small />
      ) : list.isPending ? (
        <div className="zy-pad">
          <Bars rows={4} />
        </div>
      ) : rows.length === 0 ? (
        <div className="zy-pad">{children}</div>
      ) : (
        <ul className="zy-inc-rows">
          {rows.map((row) => (
            <WorkRow key={row.id} row={row} take={take} plain={plain} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function WorkRow({ row, take, plain }: { row: Line; take: boolean; plain: boolean }) {
  const { t } = useTranslation('incident')
  const move = useMove(takeIncident, {
    done: t('ui.form.done', { number: row.number, move: t('move.take') }),
  })
  return (
    <li>
      {plain ? null : <PriorityTag priority={row.priority} compact />}
      <Link to="/incidents/$id" params={{ id: row.id }}>
        <b dir="auto">{row.title}</b>
        <small>
          {row.number}
          {row.service ? ` · ${row.service.name}` : ''} ·{' '}
          <TimeText at={plain ? row.resolvedAt : row.recordedAt} mode="relative" />
        </small>
      </Link>
      {plain ? <StateTag state={row.state} /> : <StateTag state={row.state} holdReason={row.holdReason} />}
      {plain ? null : <NearestClock clocks={row.clocks} />}
      {take ? (
        <Button
          size="small"
          icon={<UserAddOutlined />}
          loading={move.isPending}
          onClick={() => move.mutate({ id: row.id, version: row.version })}
        >
          {t('ui.mywork.take')}
        </Button>
      ) : null}
    </li>
  )
}
