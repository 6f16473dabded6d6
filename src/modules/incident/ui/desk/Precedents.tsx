import { Button } from 'antd'
import { CheckOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import type { SuggestionProps } from '#web/page.ts'
import { incidentPrecedents } from '../../story-contract.ts'
import { usePause } from '../parts/usePause.ts'
import './desk.css'

/** At the service desk: who solved the like of it before, and how. Empty until there is something to offer. */
export function Precedents({ text, onSolution }: SuggestionProps) {
  const { t } = useTranslation('incident')
  const q = usePause(text.trim().slice(0, 400), 300)
  const asked = q.length >= 2
  const found = useCall(incidentPrecedents, { q }, { enabled: asked, keepPrevious: true })
  // not being able to suggest anything must not disturb who is on the phone
  const items = asked ? (found.data?.items ?? []) : []
  if (items.length === 0) return null
  return (
    <Panel title={t('ui.quick.precedents')}>
      <ul className="zy-inc-past">
        {items.map((one) => (
          <li key={one.id}>
            <Link to="/incidents/$id" params={{ id: one.id }} target="_blank">
              {one.title}
            </Link>
            {one.resolution ? <small title={one.resolution}>{one.resolution}</small> : null}
            <small>
              <RecordNumber>{one.number}</RecordNumber>
              {one.groupName ? ` · ${one.groupName}` : ''}
              {onSolution && one.resolution ? (
                <Button
                  size="small"
                  type="link"
                  icon={<CheckOutlined />}
                  title={t('ui.quick.precedentHint')}
                  onClick={() => onSolution(one.resolution)}
                >
                  {t('ui.quick.precedentUse')}
                </Button>
              ) : null}
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
