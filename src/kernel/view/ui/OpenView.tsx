import { Navigate, useParams } from '@tanstack/react-router'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { searchOf } from '#web/kit/view-search.ts'
import { getView } from '../contract.ts'

/** Opens the list of a view with the filters that the view has now. */
export function OpenView() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useCall(getView, { id }, { staleTime: 0 })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <PageSkeleton />
  return <Navigate to={`/${found.data.list}`} search={searchOf(found.data) as never} replace />
}
