import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getRun } from '../contract.ts'
import { ReceiveButton, RunTag, RunTimeline } from './parts.tsx'

/** One escalation: its steps, who was told, who confirmed. */
export function RunPage() {
  const { t } = useTranslation('escalation')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data: run, error, refetch } = useCall(getRun, { id })
  if (error && !run) return <ErrorState error={error} retry={() => void refetch()} />
  if (!run) return <PageSkeleton />
  const { incident } = run
  return (
    <RecordPage
      title={incident.title}
      tabTitle={`${t('page.run')} ${incident.number}`}
      breadcrumb={[{ label: t('page.list'), to: '/escalations' }, { label: incident.number }]}
      tags={<RunTag run={run} />}
      actions={<ReceiveButton run={run} />}
      story={
        <Panel title={t('page.told')}>
          <RunTimeline run={run} />
        </Panel>
      }
      facts={
        <Panel title={t('page.facts')}>
          <FactList
            facts={[
              {
                label: t('field.incident'),
                block: true,
                value: <Link to={`/incidents/${incident.id}` as never}>{incident.number}</Link>,
              },
              { label: t('field.policy'), block: true, value: run.policy.name },
              { label: t('field.startedAt'), value: <TimeText at={run.startedAt} /> },
              { label: t('field.endedAt'), value: run.endedAt ? <TimeText at={run.endedAt} /> : null },
              {
                label: t('field.result'),
                block: true,
                value: run.endReason
                  ? [t(`endReason.${run.endReason}`), run.endedBy?.name].filter(Boolean).join(' · ')
                  : null,
              },
              {
                label: t('field.receipts'),
                block: true,
                value: run.receipts.map((one) => one.person.name).join(comma()),
              },
            ]}
          />
        </Panel>
      }
    />
  )
}
