import { Link } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface Crumb {
  label: string
  to?: string
}

export interface PageHeaderProps {
  title: ReactNode
  /** What the browser tab says, when `title` is not plain text. */
  tabTitle?: string
  breadcrumb?: Crumb[]
  /** Tags beside the title: state, priority. */
  tags?: ReactNode
  /** One line under the title. */
  sub?: ReactNode
  /** Buttons at the right; the main one last. */
  actions?: ReactNode
}

/** Head of a page: where am I, what is this, what can I do. */
export function PageHeader({ title, tabTitle, breadcrumb, tags, sub, actions }: PageHeaderProps) {
  const { t } = useTranslation('web')
  const tab = tabTitle ?? (typeof title === 'string' ? title : undefined)
  useEffect(() => {
    if (tab) document.title = `${tab} · ${t('product')}`
  }, [tab, t])
  return (
    <header className="zy-page-head">
      <div className="zy-page-name">
        {breadcrumb?.length ? (
          <nav className="zy-crumbs" aria-label="breadcrumb">
            {breadcrumb.map((crumb) => (
              <span key={crumb.label}>
                {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label}
              </span>
            ))}
          </nav>
        ) : null}
        <h1>
          {title} {tags}
        </h1>
        {sub ? <p className="zy-page-sub">{sub}</p> : null}
      </div>
      {actions ? <div className="zy-page-actions">{actions}</div> : null}
    </header>
  )
}
