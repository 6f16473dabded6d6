import { useTranslation } from 'react-i18next'
import { Link } from '@tanstack/react-router'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { approvalsOf, getApproval } from '../contract.ts'
import { Decision } from './Decision.tsx'
import { Flow } from './Flow.tsx'
import { StateTag } from './tags.tsx'
import './approval.css'

/**
 * The approval of a record, for its own page: the steps, and what the reader can decide. Nothing without an approval.
 * Any room may put it on its pages: `<ApprovalBlock entity="change" id={change.id} />`.
 */
export function ApprovalBlock({ entity, id }: { entity: string; id: string }) {
  const can = useCan()
  const enabled = can('approval.follow')
  const found = useCall(approvalsOf, { entity, entityId: id }, { enabled })
  const { t } = useTranslation('approval')
  const [newest, ...earlier] = found.data?.items ?? []
  const detail = useCall(getApproval, { id: newest?.id ?? '' }, { enabled: newest !== undefined })
  if (!newest) return null
  return (
    <Panel
      title={t('ui.block.title')}
      actions={
        <Link to="/approvals/$id" params={{ id: newest.id }}>
          <StateTag state={newest.state} />
        </Link>
      }
    >
      {detail.data ? (
        <div className="zy-appr-block">
          <Flow approval={detail.data} />
          <Decision approval={detail.data} keys={false} />
        </div>
      ) : null}
      {earlier.length > 0 ? (
        <details className="zy-appr-earlier">
          <summary>{t('ui.block.earlier')}</summary>
          <ul>
            {earlier.map((one) => (
              <li key={one.id}>
                <Link to="/approvals/$id" params={{ id: one.id }}>
                  <TimeText at={one.startedAt} /> {one.title}
                </Link>{' '}
                <StateTag state={one.state} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Panel>
  )
}
