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
 * The approvals of a record, the newest with its steps. A page that shows the block above other things asks first and waits
 * while `coming`, so that nothing it shows is pushed down later.
 */
export function useApprovals(entity: string, id: string) {
  const enabled = useCan()('approval.follow')
  const found = useCall(approvalsOf, { entity, entityId: id }, { enabled })
  const [newest, ...earlier] = found.data?.items ?? []
  const detail = useCall(getApproval, { id: newest?.id ?? '' }, { enabled: newest !== undefined })
  // what fails is not waited for
  const coming = [found, detail].some(({ isLoading, failureCount }) => isLoading && failureCount === 0)
  return { newest, earlier, detail, coming }
}

/**
 * The approval of a record, for its own page: the steps, and what the reader can decide. Nothing without an approval.
 * Any room may put it on its pages: `<ApprovalBlock entity="change" id={change.id} />`.
 */
export function ApprovalBlock({ entity, id }: { entity: string; id: string }) {
  const { t } = useTranslation('approval')
  const { newest, earlier, detail } = useApprovals(entity, id)
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
