import { Navigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { findAssetByNumber } from '../slip-contract.ts'

/** Where a label's QR code leads: the asset with this number. */
export function LabelLinkPage() {
  const { t } = useTranslation('asset')
  const { number = '' } = useParams({ strict: false })
  const { data, error, refetch } = useCall(findAssetByNumber, { number })
  if (data) return <Navigate to={`/assets/${data.id}`} replace />
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <div role="status" aria-label={t('label.opening', { number })}>
      <PageSkeleton />
    </div>
  )
}
