import { Button } from 'antd'
import { BugOutlined, BulbOutlined, CheckOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getIncident } from '#modules/incident/contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { applyWorkaround, linkIncident, problemsOfIncident } from '../link-contract.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { ProblemState, problemSource } from './parts.tsx'

/** The problems behind an incident: open one from it, link one, use its workaround. `id`: the incident's. */
export function IncidentProblems({ id }: { id: string }) {
  const { t } = useTranslation('problem')
  const can = useCan()
  const [creating, setCreating] = useState(false)
  const found = useCall(problemsOfIncident, { id })
  const incident = useCall(getIncident, { id }, { staleTime: 5_000 })
  const link = useMove(linkIncident, { done: t('ui.link.linked') })
  const use = useMove(applyWorkaround, { done: t('ui.known.counted') })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  const items = found.data?.items ?? []
  const number = incident.data?.number
  return (
    <Panel
      title={t('ui.link.title')}
      actions={
        can('problem.propose') && incident.data ? (
          <Button
            size="small"
            className="zy-no-print"
            icon={<BugOutlined />}
            onClick={() => setCreating(true)}
          >
            {t('ui.link.open')}
          </Button>
        ) : null
      }
    >
      <ul className="zy-prb-list">
        {items.map((one) => (
          <li key={one.id}>
            <div className="zy-prb-grow">
              {one.visible ? (
                <Link to="/problems/$id" params={{ id: one.id }}>
                  <RecordNumber>{one.number}</RecordNumber> {one.title}
                </Link>
              ) : (
                <span>
                  <RecordNumber>{one.number}</RecordNumber> {one.title}
                </span>
              )}{' '}
              <ProblemState state={one.state} />{' '}
              {one.usedWorkaround ? (
                <Tag hue="green" icon={<CheckOutlined />}>
                  {t('ui.known.used')}
                </Tag>
              ) : null}
              {one.published ? (
                <div className="zy-prb-way">
                  <PlainText>{one.workaround}</PlainText>
                </div>
              ) : null}
            </div>
            {one.published && !one.usedWorkaround && can('problem.propose') ? (
              <Button
                size="small"
                type="link"
                className="zy-no-print"
                icon={<BulbOutlined />}
                loading={use.isPending}
                onClick={() => use.mutate({ id, problemId: one.id })}
              >
                {t('ui.known.use')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {can('problem.propose') && number ? (
        <div className="zy-no-print">
          <RemoteSelect
            source={problemSource}
            value={null}
            onChange={(problemId) => problemId && link.mutate({ id: problemId, incidentNumber: number })}
            placeholder={t('ui.link.existing')}
            aria-label={t('ui.link.existing')}
            style={{ width: '100%', marginTop: items.length > 0 ? 10 : 0 }}
          />
        </div>
      ) : null}
      {creating && incident.data ? (
        <CreateDialog incident={{ id, title: incident.data.title }} onClose={() => setCreating(false)} />
      ) : null}
    </Panel>
  )
}
