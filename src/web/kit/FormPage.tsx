import type { ReactNode } from 'react'
import { PageHeader, type PageHeaderProps } from './PageHeader.tsx'
import { Panel } from './RecordPage.tsx'

export interface FormPageProps extends Pick<PageHeaderProps, 'title' | 'breadcrumb'> {
  /** The form, and what stands above it. */
  children: ReactNode
}

/** A page of its own for a form: makes or changes one record. */
export function FormPage({ children, ...head }: FormPageProps) {
  return (
    <div className="zy-page">
      <PageHeader {...head} />
      <Panel>{children}</Panel>
    </div>
  )
}
