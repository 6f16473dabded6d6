import { Badge, Button } from 'antd'
import { AuditOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'
import { countApprovals } from '../contract.ts'

/** How many decisions wait for me, in the top bar; nothing there while there are none. */
export function WaitingBadge() {
  const { t } = useTranslation('approval')
  const can = useCan()
  const navigate = useNavigate()
  const count = useCall(countApprovals, {}, { enabled: can('approval.decide'), staleTime: 60_000 })
  if (!count.data?.waiting) return null
  const label = t('ui.badge', { n: count.data.waiting })
  return (
    <Badge
      count={count.data.waiting}
      size="small"
      overflowCount={99}
      offset={[-6, 6]}
      color={count.data.overdue > 0 ? 'var(--zy-red)' : 'var(--zy-primary)'}
    >
      <Button
        type="text"
        icon={<AuditOutlined />}
        title={label}
        aria-label={label}
        onClick={() => void navigate({ to: '/approvals' })}
      />
    </Badge>
  )
}
