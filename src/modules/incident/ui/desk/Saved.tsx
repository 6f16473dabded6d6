import { Alert, Button } from 'antd'
import { CheckCircleFilled } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PriorityTag } from '#web/kit/tags.tsx'
import { StateTag } from '../parts/tags.tsx'
import type { Incident } from '../types.ts'
import { ClockList } from '../record/ClockList.tsx'

/** The number, big enough to read to the caller; the focus is on the next one. */
export function Saved({
  incident,
  trouble,
  again,
}: {
  incident: Incident
  trouble: string | null
  again: () => void
}) {
  const { t } = useTranslation('incident')
  const solved = incident.state === 'resolved'
  return (
    <div className="zy-page zy-inc-saved" role="status">
      <CheckCircleFilled className="zy-inc-saved-mark" aria-hidden="true" />
      <p>{t(solved ? 'ui.quick.savedResolved' : 'ui.quick.saved')}</p>
      <h1 className="zy-num">{incident.number}</h1>
      <p className="zy-inc-sub">{t('ui.quick.readOut')}</p>
      <div className="zy-inc-tags">
        <StateTag state={incident.state} holdReason={incident.holdReason} />
        <PriorityTag priority={incident.priority} />
        {incident.group ? (
          <span>{[incident.group.name, incident.owner?.name].filter(Boolean).join(' / ')}</span>
        ) : null}
      </div>
      {solved ? null : <ClockList clocks={incident.clocks} />}
      {trouble ? <Alert type="warning" showIcon role="alert" title={trouble} /> : null}
      <div className="zy-inc-saved-foot">
        <Button type="primary" size="large" autoFocus onClick={again}>
          {t('ui.quick.next')}
        </Button>
        <Link to="/incidents/$id" params={{ id: incident.id }}>
          {t('ui.quick.openIt')}
        </Link>
      </div>
    </div>
  )
}

/** The caller was added to an open incident. */
export function Joined({ number, again }: { number: string; again: () => void }) {
  const { t } = useTranslation('incident')
  return (
    <div className="zy-page zy-inc-saved" role="status">
      <CheckCircleFilled className="zy-inc-saved-mark" aria-hidden="true" />
      <h1 className="zy-num">{number}</h1>
      <p>{t('ui.quick.joined', { number })}</p>
      <div className="zy-inc-saved-foot">
        <Button type="primary" size="large" autoFocus onClick={again}>
          {t('ui.quick.next')}
        </Button>
      </div>
    </div>
  )
}
