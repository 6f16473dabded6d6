import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { FilterBar, split } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listAlerts } from '../contract.ts'
import { severities, statuses } from '../words.ts'
import { AlertStatus, IncidentLink, LabelTags, SeverityTag, type Alert } from './parts.tsx'

/** All alerts that one may see, last come first. What is open in the drawer is in the address as `at`. */
export function AlertsPage() {
  const { t } = useTranslation('alert')
  const [url, setUrl] = useUrlState()
  const filters = {
    status: url['status'],
    severity: url['severity'],
    q: url['q'],
    serviceId: url['serviceId'],
  }
  const list = useInfiniteList(listAlerts, filters)
  const columns = useColumns()
  const shown = list.items.find((alert) => alert.id === url['at'])
  return (
    <div className="zy-page">
      <PageHeader title={t('page.list')} />
      <FilterBar
        searchPlaceholder={t('list.search')}
        extraKeys={['serviceId']}
        filters={[
          {
            key: 'status',
            label: t('status.label'),
            options: statuses.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          {
            key: 'severity',
            label: t('severity.label'),
            multiple: true,
            options: severities.map((value) => ({ value, label: t(`severity.${value}`) })),
          },
        ]}
      />
      <RecordTable
        list={list}
        columns={columns}
        label={t('page.list')}
        onOpen={(row) => setUrl({ at: row.id })}
        filtered={[...split(url['status']), ...split(url['severity']), url['q'], url['serviceId']].some(
          Boolean,
        )}
        empty={{ title: t('list.empty'), hint: t('list.emptyHint') }}
      />
      <Drawer
        open={shown !== undefined}
        size={520}
        title={shown?.name}
        onClose={() => setUrl({ at: undefined })}
        destroyOnHidden
      >
        {shown ? <AlertFacts alert={shown} /> : null}
      </Drawer>
    </div>
  )
}

function useColumns(): Column<Alert>[] {
  const { t } = useTranslation('alert')
  return [
    {
      key: 'status',
      title: t('status.label'),
      width: 100,
      render: (row) => <AlertStatus status={row.status} />,
    },
    {
      key: 'severity',
      title: t('severity.label'),
      width: 100,
      render: (row) => <SeverityTag severity={row.severity} />,
    },
    { key: 'name', title: t('list.name'), cut: true },
    {
      key: 'labels',
      title: t('list.labels'),
      wide: true,
      render: (row) => <LabelTags labels={row.labels} most={3} />,
    },
    { key: 'service', title: t('list.service'), width: 150, render: (row) => row.service?.name ?? '—' },
    {
      key: 'incident',
      title: t('list.incident'),
      width: 200,
      render: (row) => <IncidentLink incident={row.incident} />,
    },
    { key: 'count', title: t('list.count'), width: 70, align: 'right', named: true },
    {
      key: 'firstAt',
      title: t('list.first'),
      width: 120,
      wide: true,
      render: (row) => <TimeText at={row.firstAt} />,
    },
    { key: 'lastAt', title: t('list.last'), width: 120, render: (row) => <TimeText at={row.lastAt} /> },
  ]
}

/** Everything of one alert. Annotations are text that a monitoring system wrote: shown, never executed. */
function AlertFacts({ alert }: { alert: Alert }) {
  const { t } = useTranslation('alert')
  return (
    <>
      <FactList
        facts={[
          { label: t('status.label'), value: <AlertStatus status={alert.status} /> },
          { label: t('severity.label'), value: <SeverityTag severity={alert.severity} /> },
          { label: t('list.source'), value: alert.source },
          { label: t('list.service'), value: alert.service?.name },
          { label: t('list.incident'), value: <IncidentLink incident={alert.incident} /> },
          { label: t('drawer.starts'), value: <TimeText at={alert.startsAt} mode="full" /> },
          { label: t('drawer.ends'), value: <TimeText at={alert.endsAt} mode="full" /> },
          { label: t('list.count'), value: alert.count },
          { label: t('drawer.groupKey'), value: alert.groupKey, block: true },
          { label: t('list.labels'), value: <LabelTags labels={alert.labels} />, block: true },
        ]}
      />
      {Object.keys(alert.annotations).length > 0 ? (
        <FactList
          title={t('drawer.annotations')}
          facts={Object.entries(alert.annotations).map(([label, text]) => ({
            label,
            value: <PlainText>{text}</PlainText>,
            block: true,
          }))}
        />
      ) : null}
    </>
  )
}
