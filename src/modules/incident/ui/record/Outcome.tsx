import { Button } from 'antd'
import { FileTextOutlined, SmileOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getReportState } from '#modules/fault-report/contract.ts'
import { incidentSatisfaction } from '#modules/satisfaction/contract.ts'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import type { Incident } from '../types.ts'

/** What came of it: what the affected people say, and the fault report. */
export function OutcomePanel({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const ended = incident.state === 'resolved' || incident.state === 'closed'
  if (!ended) return null
  return (
    <Panel title={t('ui.record.outcome')}>
      <Satisfaction id={incident.id} />
      {incident.type === 'fault' ? <ReportLink id={incident.id} /> : null}
    </Panel>
  )
}

function Satisfaction({ id }: { id: string }) {
  const { t } = useTranslation(['incident', 'satisfaction'])
  const can = useCan()
  const may = can('satisfaction.read')
  const found = useCall(incidentSatisfaction, { id }, { enabled: may })
  if (!may || !found.data) return null
  const asked = found.data.items.filter((one) => one.state !== 'cancelled')
  return (
    <div className="zy-inc-outcome">
      <h3>
        <SmileOutlined aria-hidden="true" /> {t('incident:ui.record.satisfaction')}
      </h3>
      {asked.length === 0 ? <p className="zy-inc-none">{t('incident:ui.record.nobodyAsked')}</p> : null}
      <ul className="zy-inc-people">
        {asked.map((one) => (
          <li key={one.id}>
            <b>{one.person?.name ?? one.callerName}</b>
            <Tag hue={hueOf(one.answer)}>
              {one.answer ? t(`satisfaction:answer.${one.answer}`) : t(`satisfaction:state.${one.state}`)}
            </Tag>
            {one.remark ? <PlainText lines={3}>{one.remark}</PlainText> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function hueOf(answer: string | null): 'green' | 'red' | 'grey' {
  if (answer === null) return 'grey'
  return answer.endsWith('unsatisfied') ? 'red' : 'green'
}

/** The report where there is one; a missing one is not an error here. */
function ReportLink({ id }: { id: string }) {
  const { t } = useTranslation(['incident', 'fault-report'])
  const can = useCan()
  const navigate = useNavigate()
  const may = can('fault-report.read')
  const report = useCall(getReportState, { id }, { enabled: may })
  if (!may || !report.data?.state) return null
  return (
    <Button
      icon={<FileTextOutlined />}
      className="zy-no-print"
      onClick={() => void navigate({ to: `/fault-reports/${id}` })}
    >
      {t('incident:ui.record.openReport')}
      <Tag hue={report.data.state === 'reviewed' ? 'green' : 'grey'}>
        {t(`fault-report:state.${report.data.state}`)}
      </Tag>
    </Button>
  )
}
