import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { Component, Suspense, useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSkeleton } from '../kit/Loading.tsx'
import { ErrorState, NoPermission } from '../kit/states.tsx'
import type { Page } from '../page.ts'
import { useCan } from '../session.tsx'
import { Worded, WordedLater } from './Worded.tsx'

interface CatchProps {
  children: ReactNode
  place: string
  onReset: () => void
}

/** A broken page shows what happened and leaves the rail usable; going elsewhere clears it. */
class Catch extends Component<CatchProps, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidUpdate(previous: CatchProps) {
    if (previous.place !== this.props.place && this.state.error !== null) this.setState({ error: null })
  }

  override render() {
    if (this.state.error === null) return this.props.children
    const retry = () => {
      this.props.onReset()
      this.setState({ error: null })
    }
    return <ErrorState error={this.state.error} retry={retry} />
  }
}

/** Around every page: its title, its permission, its loading skeleton and its errors. */
export function PageBoundary({ page, children }: { page: Page; children: ReactNode }) {
  const { t } = useTranslation()
  const can = useCan()
  const { pathname } = useLocation()
  const title = t(page.title)
  useEffect(() => {
    document.title = `${title} · ${t('web:product')}`
  }, [title, t])
  if (!page.public && !can(page.permission)) return <NoPermission />
  const Drawn = page.public ? WordedLater : Worded
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <Catch place={pathname} onReset={reset}>
          <Suspense fallback={<PageSkeleton />}>
            <Drawn>{children}</Drawn>
          </Suspense>
        </Catch>
      )}
    </QueryErrorResetBoundary>
  )
}
