import { Tooltip } from 'antd'
import { DownOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAbout, type CurrentSession } from '../session.tsx'
import { Mark } from './Mark.tsx'
import { isMeant, isWithin, navigationOf, type NavGroup } from './navigation.ts'
import { hasMany, useOpenAreas } from './rail-open.ts'
import { RailFilter, stepThrough } from './RailFilter.tsx'

interface Props {
  me: CurrentSession
  collapsed: boolean
  onToggle?: () => void
  /** How often the box to find an entry was asked for by its key. */
  finding?: number
}

/**
 * The work areas. Collapsed, each entry is its icon with the word as a tooltip. An area is folded and opened by its name;
 * the page one is on stays in sight. Who has many entries finds one by typing part of its name.
 */
export function Rail({ me, collapsed, onToggle, finding = 0 }: Props) {
  const { t } = useTranslation()
  const groups = useMemo(() => navigationOf(me), [me])
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const open = useOpenAreas(me.person.id, groups, pathname)
  const [typed, setTyped] = useState('')
  const filtering = !collapsed && typed.trim() !== ''
  const shown = filtering ? meantBy(typed, groups, t) : groups
  const list = useRef<HTMLDivElement>(null)
  // The rail is longer than the screen: what one came to by a link or a reload may be below its edge.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [pathname, groups])
  const first = shown[0]?.items[0]
  return (
    <nav className={collapsed ? 'zy-rail zy-rail-icons' : 'zy-rail'} aria-label={t('web:shell.menu')}>
      <Brand collapsed={collapsed} />
      {hasMany(groups) && !collapsed ? (
        <RailFilter
          typed={typed}
          onType={setTyped}
          finding={finding}
          onDown={() => list.current?.querySelector('a')?.focus()}
          onEnter={() => {
            if (!filtering || !first) return
            setTyped('')
            void navigate({ to: first.path })
          }}
        />
      ) : null}
      <div className="zy-rail-groups" ref={list} onKeyDown={stepThrough}>
        {shown.map((group) => (
          <RailGroup
            key={group.area}
            {...group}
            collapsed={collapsed}
            shut={!collapsed && !filtering && !open.has(group.area)}
            {...(collapsed || filtering ? {} : { onToggle: () => open.toggle(group.area) })}
            onGone={() => setTyped('')}
          />
        ))}
        {shown.length === 0 ? (
          <p className="zy-rail-none" role="status">
            {t('web:shell.findNone')}
          </p>
        ) : null}
      </div>
      {onToggle ? <FoldButton collapsed={collapsed} onToggle={onToggle} /> : null}
    </nav>
  )
}

/** What the typed words mean, whole areas by their names. */
function meantBy(typed: string, groups: NavGroup[], t: ReturnType<typeof useTranslation>['t']): NavGroup[] {
  const inBoth = (label: string) => [t(label, { lng: 'zh-CN' }), t(label, { lng: 'en' })]
  return groups
    .map(({ area, items }) => ({
      area,
      items: t(`web:area.${area}`).toLowerCase().includes(typed.trim().toLowerCase())
        ? items
        : items.filter(({ path, nav }) => isMeant(typed, path, inBoth(nav.label))),
    }))
    .filter(({ items }) => items.length > 0)
}

function Brand({ collapsed }: { collapsed: boolean }) {
  const { t } = useTranslation('web')
  const about = useAbout()
  return (
    <Link to="/" className="zy-brand" aria-label={t('product')}>
      <Mark size={26} />
      {collapsed ? null : (
        <span className="zy-brand-words">
          <b>{t('product')}</b>
          <small title={about?.unitName}>{about?.unitName ?? ' '}</small>
        </span>
      )}
    </Link>
  )
}

function FoldButton({ collapsed, onToggle }: { collapsed: boolean; onToggle: () => void }) {
  const { t } = useTranslation('web')
  const fold = t(collapsed ? 'shell.expand' : 'shell.collapse')
  return (
    <button type="button" className="zy-rail-fold" onClick={onToggle} aria-label={fold} title={`${fold}  [`}>
      {collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
    </button>
  )
}

interface GroupProps extends NavGroup {
  collapsed: boolean
  shut: boolean
  /** Absent where an area cannot be folded. */
  onToggle?: () => void
  /** An entry was followed. */
  onGone: () => void
}

function RailGroup({ area, items, collapsed, shut, onToggle, onGone }: GroupProps) {
  const { t } = useTranslation('web')
  const name = t(`area.${area}`)
  return (
    <section className={shut ? 'zy-rail-shut' : undefined}>
      <h2>
        {onToggle ? (
          <button type="button" aria-expanded={!shut} onClick={onToggle}>
            {name}
            <span>
              {shut ? <small className="zy-num">{items.length}</small> : null}
              <DownOutlined />
            </span>
          </button>
        ) : collapsed ? null : (
          <span>{name}</span>
        )}
      </h2>
      {items.map((page) => (
        <RailItem key={page.path} page={page} collapsed={collapsed} onGone={onGone} />
      ))}
    </section>
  )
}

function RailItem({
  page,
  collapsed,
  onGone,
}: Pick<GroupProps, 'collapsed' | 'onGone'> & { page: NavGroup['items'][number] }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const { path, nav } = page
  const within = isWithin(page, pathname)
  return (
    <Tooltip title={collapsed ? t(nav.label) : null} placement="right" mouseEnterDelay={0.1}>
      <Link
        to={path}
        className={within ? 'zy-rail-item zy-active' : 'zy-rail-item'}
        {...(within ? { 'aria-current': 'page' as const } : {})}
        onClick={onGone}
      >
        <span className="zy-rail-icon" aria-hidden="true">
          {nav.icon}
        </span>
        <span className="zy-rail-label">{t(nav.label)}</span>
      </Link>
    </Tooltip>
  )
}
