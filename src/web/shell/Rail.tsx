import { Tooltip } from 'antd'
import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAbout, type CurrentSession } from '../session.tsx'
import { Mark } from './Mark.tsx'
import { navigationOf } from './navigation.ts'

/** The work areas. Collapsed, each entry is its icon with the word as a tooltip. */
export function Rail({
  me,
  collapsed,
  onToggle,
}: {
  me: CurrentSession
  collapsed: boolean
  onToggle?: () => void
}) {
  const { t } = useTranslation()
  const groups = useMemo(() => navigationOf(me), [me])
  const about = useAbout()
  const fold = t(collapsed ? 'web:shell.expand' : 'web:shell.collapse')
  return (
    <nav className={collapsed ? 'zy-rail zy-rail-icons' : 'zy-rail'} aria-label={t('web:shell.menu')}>
      <Link to="/" className="zy-brand" aria-label={t('web:product')}>
        <Mark size={26} />
        {collapsed ? null : (
          <span className="zy-brand-words">
            <b>{t('web:product')}</b>
            <small title={about?.unitName}>{about?.unitName ?? ' '}</small>
          </span>
        )}
      </Link>
      <div className="zy-rail-groups">
        {groups.map(({ area, items }) => (
          <section key={area}>
            <h2>{collapsed ? null : t(`web:area.${area}`)}</h2>
            {items.map(({ path, nav }) => (
              <Tooltip
                key={path}
                title={collapsed ? t(nav.label) : null}
                placement="right"
                mouseEnterDelay={0.1}
              >
                <Link
                  to={path}
                  className="zy-rail-item"
                  activeProps={{ className: 'zy-active', 'aria-current': 'page' }}
                >
                  <span className="zy-rail-icon" aria-hidden="true">
                    {nav.icon}
                  </span>
                  <span className="zy-rail-label">{t(nav.label)}</span>
                </Link>
              </Tooltip>
            ))}
          </section>
        ))}
      </div>
      {onToggle ? (
        <button
          type="button"
          className="zy-rail-fold"
          onClick={onToggle}
          aria-label={fold}
          title={`${fold}  [`}
        >
          {collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        </button>
      ) : null}
    </nav>
  )
}
