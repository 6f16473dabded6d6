import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { listMine } from '../contract.ts'
import { listTasks } from '../work-contract.ts'
import { StateMark, useText } from './parts.tsx'
import { TaskList } from './Tasks.tsx'

/** What I answer for, and what is to be done about it. */
export function MinePage() {
  const { t } = useTranslation('norm')
  const text = useText()
  const navigate = useNavigate()
  const mine = useCall(listMine, {})
  const tasks = useCall(listTasks, { mine: 'true', open: 'true' })
  if (mine.error && !mine.data) return <ErrorState error={mine.error} retry={() => void mine.refetch()} />
  if (!mine.data) return <PageSkeleton />
  const items = [...mine.data.items].sort((a, b) => Number(a.due === null) - Number(b.due === null))
  return (
    <div className="zy-page">
      <PageHeader title={t('ui.page.mine')} sub={t('ui.mine.sub')} />
      {tasks.data && tasks.data.items.length > 0 ? (
        <Panel title={t('ui.mine.tasks')}>
          <TaskList items={tasks.data.items} linked />
        </Panel>
      ) : null}
      <Panel>
        {items.length === 0 ? (
          <EmptyState
            title={t('ui.mine.empty')}
            hint={t('ui.mine.emptyHint')}
            action={<Button onClick={() => void navigate({ to: '/norms' })}>{t('ui.page.overview')}</Button>}
          />
        ) : (
          <ul className="zy-norm-list">
            {items.map((one) => (
              <li key={one.adoptionId + one.id}>
                <div className="zy-norm-row">
                  <Link
                    to="/norm-adoptions/$id/clauses/$clauseId"
                    params={{ id: one.adoptionId, clauseId: one.id }}
                  >
                    {text(one.norm, one.normEn)} {one.article}
                  </Link>
                  <StateMark state={one.state} />
                  <span className="zy-norm-end zy-norm-row">
                    {one.due ? (
                      <Tag hue={one.due === 'waiting' ? 'blue' : one.due === 'soon' ? 'amber' : 'red'}>
                        {t(`ui.mine.dues.${one.due}`)}
                      </Tag>
                    ) : (
                      <span className="zy-norm-quiet">{t('ui.mine.nothing')}</span>
                    )}
                    {one.validUntil ? (
                      <small className="zy-norm-quiet">{t('ui.mine.until', { day: one.validUntil })}</small>
                    ) : null}
                  </span>
                </div>
                <p>{text(one.gist, one.gistEn)}</p>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}
