import { Tabs } from 'antd'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { useUrlState } from '#web/url.ts'
import { getMajor } from '../contract.ts'
import { BridgeLog } from './BridgeLog.tsx'
import { ReviewTab } from './ReviewTab.tsx'
import { BridgePanel, StatusPanel } from './StatusPanels.tsx'
import { CallsPanel, NoticePanel } from './TellPanels.tsx'
import type { Major } from './types.ts'
import './major.css'

/** The work on a major incident: what is said on the left, who, when and whom it was told on the right; the review. */
export function MajorPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getMajor, { id }, { staleTime: 5_000 })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} major={data} />
}

function Loaded({ major }: { major: Major }) {
  const { t } = useTranslation()
  const [url, setUrl] = useUrlState()
  const { incident } = major
  return (
    <div className="zy-page">
      <PageHeader
        title={incident.title}
        tabTitle={`${incident.number} ${t('major:page')}`}
        breadcrumb={[{ label: incident.number, to: `/incidents/${incident.id}` }, { label: t('major:page') }]}
        tags={<StatusTag state={incident.state} label={t(`incident:state.${incident.state}`)} />}
        sub={incident.service?.name}
      />
      <Tabs
        activeKey={url['tab'] ?? 'work'}
        onChange={(tab) => setUrl({ tab: tab === 'work' ? undefined : tab }, { push: true })}
        items={[
          { key: 'work', label: t('major:tab.work'), children: <Work major={major} /> },
          { key: 'review', label: t('major:tab.review'), children: <ReviewTab major={major} /> },
        ]}
      />
    </div>
  )
}

function Work({ major }: { major: Major }) {
  return (
    <div className="zy-record zy-major-work">
      <div className="zy-record-story">
        <BridgeLog major={major} />
      </div>
      <aside className="zy-record-facts">
        <StatusPanel major={major} />
        <BridgePanel major={major} />
        <NoticePanel major={major} />
        <CallsPanel major={major} />
      </aside>
    </div>
  )
}
