import { Button, Popover, Select, Tag } from 'antd'
import { FilterOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { RemoteSelect, type RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { groupSource, memberSource, serviceSource } from '#web/kit/sources.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { incidentSorts } from '../../contract.ts'
import { channels, grades, states, types } from '../../words.ts'
import { FigureFilters } from './FigureFilters.tsx'
import { QueueViews } from './QueueViews.tsx'
import { filterKeys } from './views.tsx'

/** Filters of the queue. The four of every day are on the bar, the others behind one button that counts them. */
export function QueueFilters() {
  const { t } = useTranslation('incident')
  const words = (family: string, values: readonly (string | number)[]) =>
    values.map((value) => ({ value: String(value), label: t(`${family}.${value}`) }))
  return (
    <>
      <FilterBar
        searchPlaceholder={t('ui.field.q')}
        filters={[
          {
            key: 'state',
            label: t('ui.field.state'),
            options: words('state', states),
            multiple: true,
            width: 124,
          },
          {
            key: 'priority',
            label: t('ui.field.priority'),
            options: [1, 2, 3, 4].map((value) => ({
              value: String(value),
              label: `P${value} ${t(`priority.${value}`)}`,
            })),
            width: 92,
          },
        ]}
        extra={<MoreFilters />}
        extraKeys={[...behind]}
        right={
          <>
            <SortSelect />
            <QueueViews />
          </>
        }
      />
      <FigureFilters />
    </>
  )
}

function SortSelect() {
  const { t } = useTranslation('incident')
  const [url, setUrl] = useUrlState()
  const fallback = (url['view'] ?? url['queue']) === 'due-soon' ? 'due' : '-recordedAt'
  return (
    <Select
      variant="borderless"
      aria-label={t('ui.queue.sort')}
      value={url['sort'] ?? fallback}
      onChange={(sort) => setUrl({ sort: sort === fallback ? undefined : sort })}
      options={incidentSorts.map((value) => ({ value, label: t(`ui.queue.sortBy.${value}`) }))}
      popupMatchSelectWidth={false}
    />
  )
}

const inside = ['grade', 'type', 'channel', 'serviceId', 'groupId', 'ownerId', 'breached', 'open'] as const

/** Everything that is not on the bar itself. */
const behind = filterKeys.filter((key) => key !== 'state' && key !== 'priority')

function MoreFilters() {
  const { t } = useTranslation('incident')
  const [url] = useUrlState()
  const count = behind.filter((key) => url[key]).length
  const words = (family: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${family}.${value}`) }))
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      content={
        <div className="zy-inc-more-filters">
          <Pick urlKey="grade" label={t('ui.field.grade')} options={words('grade', grades)} />
          <Pick urlKey="type" label={t('ui.field.type')} options={words('type', types)} />
          <Pick urlKey="channel" label={t('ui.field.channel')} options={words('channel', channels)} />
          <Remote urlKey="serviceId" label={t('ui.field.service')} source={serviceSource} />
          <Remote urlKey="groupId" label={t('ui.field.group')} source={groupSource} />
          <Remote urlKey="ownerId" label={t('ui.field.owner')} source={memberSource} />
          <Pick
            urlKey="breached"
            label={t('ui.field.breached')}
            options={[
              { value: 'true', label: t('ui.queue.breachedYes') },
              { value: 'false', label: t('ui.queue.breachedNo') },
            ]}
          />
          <Pick
            urlKey="open"
            label={t('ui.queue.openLabel')}
            options={[
              { value: 'true', label: t('ui.queue.openOnly') },
              { value: 'false', label: t('ui.queue.closedOnly') },
            ]}
          />
          <Others />
        </div>
      }
    >
      <Button icon={<FilterOutlined />} type={count ? 'primary' : 'default'} ghost={count > 0}>
        {t('ui.queue.filters')}
        {count ? ` ${count}` : ''}
      </Button>
    </Popover>
  )
}

/** Conditions that a link brought along and that have no control of their own: shown, and removable. */
function Others() {
  const { t } = useTranslation('incident')
  const [url, setUrl] = useUrlState()
  const controls: readonly string[] = inside
  const others = behind.filter((key) => url[key] && !controls.includes(key))
  if (others.length === 0) return null
  return (
    <div className="zy-inc-others">
      <span>{t('ui.queue.otherFilters')}</span>
      {others.map((key) => (
        <Tag key={key} closable onClose={() => setUrl({ [key]: undefined }, { push: true })}>
          {t(`ui.filter.${key}`, { defaultValue: key })} {shown(url[key] ?? '')}
        </Tag>
      ))}
    </div>
  )
}

/** Instants in the unit's zone, ids not at all. */
function shown(value: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return absoluteTime(value)
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value) ? '' : value
}

function Pick({
  urlKey,
  label,
  options,
}: {
  urlKey: string
  label: string
  options: { value: string; label: string }[]
}) {
  const [url, setUrl] = useUrlState()
  return (
    <label>
      <span>{label}</span>
      <Select
        allowClear
        aria-label={label}
        value={url[urlKey] ?? null}
        options={options}
        onChange={(value: string | null | undefined) =>
          setUrl({ [urlKey]: value ?? undefined }, { push: true })
        }
      />
    </label>
  )
}

function Remote({ urlKey, label, source }: { urlKey: string; label: string; source: RemoteSource }) {
  const [url, setUrl] = useUrlState()
  return (
    <label>
      <span>{label}</span>
      <RemoteSelect
        source={source}
        value={url[urlKey] ?? null}
        onChange={(value) => setUrl({ [urlKey]: value ?? undefined }, { push: true })}
      />
    </label>
  )
}
