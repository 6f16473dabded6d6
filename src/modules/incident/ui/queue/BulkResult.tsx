import { Button, Modal } from 'antd'
import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import type { bulkIncidents } from '../../bulk-contract.ts'
import type { Line } from '../types.ts'
import type { What } from './BulkBar.tsx'

type Item = CallOutput<typeof bulkIncidents>['items'][number]

export interface Results {
  what: What
  items: Item[]
  lines: Line[]
}

const looks: Record<Item['outcome'], { hue: Hue; icon: ReactNode }> = {
  done: { hue: 'green', icon: <CheckCircleOutlined /> },
  refused: { hue: 'red', icon: <CloseCircleOutlined /> },
  stale: { hue: 'amber', icon: <SyncOutlined /> },
  failed: { hue: 'red', icon: <ExclamationCircleOutlined /> },
}

/** Each incident with what became of it, those that were not done first. */
export function BulkResult({
  results,
  onClose,
}: {
  results: Results
  /** with the ids that stay chosen */
  onClose: (rest: string[]) => void
}) {
  const { t } = useTranslation('incident')
  const { what, items, lines } = results
  const rest = items.filter((one) => one.outcome !== 'done')
  const sorted = [...rest, ...items.filter((one) => one.outcome === 'done')]
  const name = t(`ui.bulk.do.${what}`)
  // the rule says it in its own words; a move that the state does not allow, in those of the page
  const why = (one: Item) =>
    one.code === 'incident.illegal_move' ? t('ui.keys.notNow', { move: name }) : one.message
  return (
    <Modal
      open
      title={t('ui.bulk.result', { what: name })}
      onCancel={() => onClose([])}
      footer={
        <>
          {rest.length > 0 ? (
            <Button onClick={() => onClose(rest.map((one) => one.id))}>{t('ui.bulk.again')}</Button>
          ) : null}
          <Button type="primary" onClick={() => onClose([])}>
            {t('ui.changed.ok')}
          </Button>
        </>
      }
    >
      <p role="status">{t('ui.bulk.sum', { done: items.length - rest.length, rest: rest.length })}</p>
      <ul className="zy-inc-bulk-result">
        {sorted.map((one) => {
          const line = lines.find(({ id }) => id === one.id)
          return (
            <li key={one.id}>
              <Tag {...looks[one.outcome]}>{t(`ui.bulk.outcome.${one.outcome}`)}</Tag>
              <span dir="auto">
                <span className="zy-inc-number">{line?.number}</span> {line?.title}
              </span>
              {one.outcome === 'done' ? null : <small>{why(one)}</small>}
            </li>
          )
        })}
      </ul>
    </Modal>
  )
}
