import { Button, ConfigProvider } from 'antd'
import { DesktopOutlined, PlayCircleOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveEvents } from '../events.ts'
import { useAbout, useMe, type CurrentSession } from '../session.tsx'
import { Bell } from './Bell.tsx'
import { useLeaveWhenEnded } from './leave.ts'
import { Mark } from './Mark.tsx'
import { navigationOf } from './navigation.ts'
import { Switches } from './Switches.tsx'
import { UserMenu } from './UserMenu.tsx'

/** The requester's side: phone first, one column, the portal's pages as tabs (at the bottom on a phone). */
export function PortalLayout() {
  const me = useMe()
  useLeaveWhenEnded(me)
  return me ? <Portal me={me} /> : null
}

function Portal({ me }: { me: CurrentSession }) {
  const { t } = useTranslation()
  const about = useAbout()
  const navigate = useNavigate()
  useLiveEvents(useQueryClient(), me.person.id)
  const groups = useMemo(() => navigationOf(me), [me])
  const tabs = groups.find((group) => group.area === 'portal')?.items ?? []
  const elsewhere = groups.find((group) => group.area !== 'portal')?.items[0]
  return (
    <div className="zy-portal">
      <header className="zy-portal-top">
        <Link to={tabs[0]?.path ?? '/'} className="zy-brand">
          <Mark size={26} />
          <span className="zy-brand-words">
            <b>{t('web:product')}</b>
            <small>{about?.unitName ?? ' '}</small>
          </span>
        </Link>
        <nav className="zy-portal-tabs" aria-label={t('web:shell.menu')}>
          {tabs.map(({ path, nav }) => (
            <Link
              key={path}
              to={path}
              activeOptions={{ exact: path === tabs[0]?.path }}
              activeProps={{ className: 'zy-active', 'aria-current': 'page' }}
            >
              <span aria-hidden="true">{nav.icon}</span>
              {t(nav.label)}
            </Link>
          ))}
        </nav>
        <span className="zy-top-gap" />
        {about?.demo ? (
          <Button
            type="text"
            icon={<PlayCircleOutlined />}
            title={t('web:signIn.watch')}
            aria-label={t('web:signIn.watch')}
            onClick={() => void navigate({ to: '/demo' })}
          />
        ) : null}
        {elsewhere ? (
          <Button
            type="text"
            icon={<DesktopOutlined />}
            title={t('web:shell.workbench')}
            aria-label={t('web:shell.workbench')}
            onClick={() => void navigate({ to: elsewhere.path })}
          />
        ) : null}
        <Bell />
        <Switches />
        <UserMenu me={me} />
      </header>
      <main id="zy-main" className="zy-portal-main" tabIndex={-1}>
        <ConfigProvider componentSize="large">
          <Outlet />
        </ConfigProvider>
      </main>
    </div>
  )
}
