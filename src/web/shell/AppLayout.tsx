import { Drawer } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveEvents } from '../events.ts'
import { useHotkeys } from '../kit/hotkeys.ts'
import { useMe, type CurrentSession } from '../session.tsx'
import { useLeaveWhenEnded } from './leave.ts'
import { HelpOverlay } from './HelpOverlay.tsx'
import { navigationOf } from './navigation.ts'
import { Rail } from './Rail.tsx'
import { hasMany } from './rail-open.ts'
import { TopBar } from './TopBar.tsx'

const remembered = 'zy.rail'

/** Left rail, top bar, page. On a narrow screen the rail is a drawer. */
export function AppLayout() {
  const me = useMe()
  useLeaveWhenEnded(me)
  return me ? <Workbench me={me} /> : null
}

function Workbench({ me }: { me: CurrentSession }) {
  const { t } = useTranslation('web')
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(remembered) === 'icons')
  // The drawer belongs to the page it was opened on: going elsewhere closes it.
  const [menuAt, setMenuAt] = useState<string | null>(null)
  const [help, setHelp] = useState(false)
  useLiveEvents(useQueryClient(), me.person.id)
  const toggle = () => {
    localStorage.setItem(remembered, collapsed ? 'full' : 'icons')
    setCollapsed(!collapsed)
  }
  const [finding, setFinding] = useState(0)
  const many = useMemo(() => hasMany(navigationOf(me)), [me])
  const group = 'web:keys.everywhere'
  useHotkeys({ '?': () => setHelp(true), '[': toggle, h: () => void navigate({ to: '/' }) }, [
    { key: '?', label: 'web:keys.help', group },
    { key: '[', label: 'web:keys.rail', group },
    { key: 'h', label: 'web:keys.home', group },
  ])
  const find = () => {
    if (collapsed) toggle()
    setFinding(finding + 1)
  }
  useHotkeys({ m: find }, [{ key: 'm', label: 'web:keys.find', group }], many)
  return (
    <div className={collapsed ? 'zy-shell zy-shell-narrow' : 'zy-shell'}>
      <a className="zy-skip" href="#zy-main">
        {t('shell.skip')}
      </a>
      <aside className="zy-rail-holder">
        <Rail me={me} collapsed={collapsed} onToggle={toggle} finding={finding} />
      </aside>
      <Drawer
        open={menuAt === pathname}
        onClose={() => setMenuAt(null)}
        placement="left"
        size={240}
        title={null}
        closable={false}
        rootClassName="zy-rail-drawer"
        styles={{ body: { padding: 0 } }}
      >
        <Rail me={me} collapsed={false} />
      </Drawer>
      <TopBar me={me} onMenu={() => setMenuAt(pathname)} onHelp={() => setHelp(true)} />
      <main id="zy-main" className="zy-main" tabIndex={-1}>
        <Outlet />
      </main>
      <HelpOverlay open={help} onClose={() => setHelp(false)} />
    </div>
  )
}
