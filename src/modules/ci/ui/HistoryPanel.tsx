import { Button, DatePicker } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { semicolon } from '#web/kit/marks.ts'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { fromWall } from '#web/kit/zone.ts'
import type { Ci } from '../contract.ts'
import { getAsOf, getHistory } from '../history-contract.ts'
import { AttributeText, useCatalogue } from './parts.tsx'

type Flat = Record<string, unknown>

/** Shared fields by their names, attributes by their keys. */
function flat(snapshot: Flat | null): Flat {
  const { attributes, ...rest } = snapshot ?? {}
  return { ...rest, ...((attributes as Flat | undefined) ?? {}) }
}

function changedKeys(before: Flat | null, after: Flat | null): string[] {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) => JSON.stringify(was[key] ?? null) !== JSON.stringify(is[key] ?? null),
  )
}

/** Who changed what and when, and how the item was at any moment. */
export function HistoryPanel({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const list = useInfiniteList(getHistory, { id: ci.id, limit: 20 })
  const [at, setAt] = useState<string | null>(null)
  return (
    <Panel
      title={t('ui.history.title')}
      actions={
        <DatePicker
          size="small"
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          placeholder={t('ui.history.at')}
          aria-label={t('ui.history.at')}
          onChange={(value) => setAt(fromWall(value))}
        />
      }
    >
      {at ? <AsOf ci={ci} at={at} /> : null}
      {list.error ? <ErrorState error={list.error} retry={() => void list.refetch()} small /> : null}
      <Timeline
        items={list.items.map((one) => ({
          id: String(one.id),
          at: one.recordedAt,
          actor: one.actor,
          title: (
            <>
              {t(`ui.did.${one.action}`)}
              {one.other ? ` · ${one.other.name}` : ''}
            </>
          ),
          ...(one.entity === 'ci' && one.before && one.after
            ? { extra: <Changes ci={ci} before={one.before} after={one.after} /> }
            : {}),
        }))}
      />
      {list.hasNextPage ? (
        <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('ui.more')}
        </Button>
      ) : null}
    </Panel>
  )
}

function Changes({ ci, before, after }: { ci: Ci; before: Flat; after: Flat }) {
  const catalogue = useCatalogue()
  const definitions = new Map(catalogue.definitions(ci.classId).map((def) => [def.key, def]))
  const [was, is] = [flat(before), flat(after)]
  return (
    <ul className="zy-ci-list">
      {changedKeys(before, after).map((key) => (
        <li key={key}>
          <span>{catalogue.fieldName(ci.classId, key)}</span>
          <span className="zy-ci-dim">
            <AttributeText def={definitions.get(key)} value={was[key]} names={ci.names} /> →{' '}
            <AttributeText def={definitions.get(key)} value={is[key]} names={ci.names} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function AsOf({ ci, at }: { ci: Ci; at: string }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const found = useCall(getAsOf, { id: ci.id, at }, { keepPrevious: true })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  if (!found.data) return null
  const past = found.data.ci
  const definitions = new Map(catalogue.definitions(ci.classId).map((def) => [def.key, def]))
  return (
    <div className="zy-ci-suggest">
      <div className="zy-ci-grow">
        <strong>
          {t('ui.history.then')} <TimeText at={found.data.at} mode="full" />
        </strong>
        {past ? (
          <FactList
            facts={[
              ...['name', 'code', 'location', 'lifecycle'].map((key) => ({
                label: t(`ui.field.${key}`),
                value: String(past[key] ?? ''),
              })),
              ...Object.entries((past['attributes'] as Flat | undefined) ?? {}).map(([key, value]) => ({
                label: catalogue.fieldName(ci.classId, key),
                value: <AttributeText def={definitions.get(key)} value={value} names={ci.names} />,
              })),
              {
                label: t('ui.relation.title'),
                block: true,
                value: found.data.relations
                  .map(
                    (one) =>
                      `${catalogue.words(one.type, one.direction)} ${one.other.name ?? t('ui.hidden')}`,
                  )
                  .join(semicolon()),
              },
            ]}
          />
        ) : (
          <p>{t('ui.history.notYet')}</p>
        )}
      </div>
    </div>
  )
}
