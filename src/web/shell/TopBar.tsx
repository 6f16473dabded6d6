import { Button, Dropdown, Tooltip } from 'antd'
import { MenuOutlined, PlayCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../events.ts'
import { Tag } from '../kit/Tag.tsx'
import { useHotkeys } from '../kit/hotkeys.ts'
import { quickActions, topBarItems } from '../rooms.ts'
import { allows, useAbout, type CurrentSession } from '../session.tsx'
import { Bell } from './Bell.tsx'
import { Switches } from './Switches.tsx'
import { UserMenu } from './UserMenu.tsx'
import { Worded } from './Worded.tsx'

const GlobalSearch = lazy(() => import('./GlobalSearch.tsx').then((m) => ({ default: m.GlobalSearch })))

interface Props {
  me: CurrentSession
  onMenu: () => void
  onHelp: () => void
}

/** Global search (`/`), quick create (`c`), live badge, notifications, language, theme, account. */
export function TopBar({ me, onMenu, onHelp }: Props) {
  const { t } = useTranslation('web')
  const about = useAbout()
  return (
    <header className="zy-top">
      <Button
        type="text"
        className="zy-only-phone"
        icon={<MenuOutlined />}
        onClick={onMenu}
        aria-label={t('shell.menu')}
      />
      <Suspense fallback={<div className="zy-search" />}>
        <GlobalSearch me={me} />
      </Suspense>
      <QuickCreate me={me} />
      <span className="zy-top-gap" />
      {about?.demo ? (
        <Link to="/demo" className="zy-not-phone" title={t('signIn.watch')}>
          <Tag hue="amber" icon={<PlayCircleOutlined />}>
            {t('shell.demo')}
          </Tag>
        </Link>
      ) : null}
      {topBarItems.map((Item, index) => (
        <Suspense key={index} fallback={null}>
          <Worded>
            <Item me={me} />
          </Worded>
        </Suspense>
      ))}
      <LiveBadge />
      <Bell />
      <Switches />
      <UserMenu me={me} onHelp={onHelp} />
    </header>
  )
}

function LiveBadge() {
  const { t } = useTranslation('web')
  const state = useLiveState()
  return (
    <Tooltip title={t(`shell.${state}`)}>
      <span
        className={`zy-live zy-live-${state}`}
        role="status"
        aria-label={t(`shell.${state}`)}
        tabIndex={0}
      />
    </Tooltip>
  )
}

function QuickCreate({ me }: { me: CurrentSession }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const actions = useMemo(() => quickActions.filter((one) => allows(me, one.permission)), [me])
  const go = (key: string) => {
    const action = actions.find((one) => one.key === key)
    if (action) void navigate({ to: action.to })
  }
  useHotkeys(
    { c: () => (actions.length === 1 ? go(actions[0]?.key ?? '') : setOpen(true)) },
    [{ key: 'c', label: 'web:keys.create', group: 'web:keys.everywhere' }],
    actions.length > 0,
  )
  if (actions.length === 0) return null
  const items = actions.map(({ key, label, icon }) => ({ key, label: t(label), icon }))
  return (
    <Dropdown
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      autoFocus
      menu={{ items, onClick: ({ key }) => go(key) }}
    >
      <Button type="primary" icon={<PlusOutlined />} title={`${t('web:shell.create')}  c`}>
        <span className="zy-not-phone">{t('web:shell.create')}</span>
      </Button>
    </Dropdown>
  )
}
