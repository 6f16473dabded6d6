import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApprovalDetail } from './Detail.tsx'
import './approval.css'

/** An approval with an address of its own: where notifications lead. */
export function ApprovalPage() {
  const { t } = useTranslation('approval')
  const { id } = useParams({ strict: false })
  const navigate = useNavigate()
  return (
    <div className="zy-page">
      <h1 className="zy-hidden">{t('ui.page.detail')}</h1>
      <p className="zy-appr-back">
        <Link to="/approvals">← {t('ui.page.list')}</Link>
      </p>
      <div className="zy-panel zy-appr-alone">
        <ApprovalDetail key={id} id={id ?? ''} onDecided={() => void navigate({ to: '/approvals' })} />
      </div>
    </div>
  )
}
