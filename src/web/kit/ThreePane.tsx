import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from '@tanstack/react-router'
import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState, type UrlState } from '../url.ts'
import { useHotkeys } from './hotkeys.ts'
import { EmptyState } from './states.tsx'

export interface SavedView {
  /** Value of `view` in the address; the first view is the default and needs none. */
  key: string
  label: string
  icon?: ReactNode
  count?: number | null
  /** A view with filters of its own: the whole query of its address, with `saved` as its key. */
  search?: UrlState
}

export interface ThreePaneProps {
  views: SavedView[]
  list: ReactNode
  /** Preview of the row under the cursor; null shows how to choose one. */
  preview: ReactNode | null
  onClosePreview?: () => void
  /** Under which name the width is remembered. */
  name: string
}

const least = 320

/** Saved views, list, preview. The preview's width can be dragged and is remembered; on a phone it covers the list. */
export function ThreePane({ views, list, preview, onClosePreview, name }: ThreePaneProps) {
  const { t } = useTranslation('web')
  const [width, setWidth] = useRememberedWidth(`zy.pane.${name}`)
  useHotkeys({ Escape: () => onClosePreview?.() }, [], preview !== null && onClosePreview !== undefined)
  return (
    <div className="zy-three" style={{ ['--zy-preview' as string]: `${width}px` }}>
      <Views views={views} />
      <section className="zy-three-list" aria-label={t('kit.list')}>
        {list}
      </section>
      <Divider width={width} onWidth={setWidth} />
      <section
        className={preview ? 'zy-three-preview zy-open' : 'zy-three-preview'}
        aria-label={t('kit.details')}
      >
        {preview && onClosePreview ? (
          <Button
            type="text"
            className="zy-three-close"
            icon={<CloseOutlined />}
            onClick={onClosePreview}
            aria-label={t('action.close')}
          />
        ) : null}
        {preview ?? <EmptyState title={t('state.preview')} hint={t('state.previewHint')} />}
      </section>
    </div>
  )
}

function Views({ views }: { views: SavedView[] }) {
  const { t } = useTranslation('web')
  const [url] = useUrlState()
  const current = url['saved'] ?? url['view'] ?? views[0]?.key
  return (
    <nav className="zy-three-views" aria-label={t('kit.views')}>
      {views.map((view, index) => (
        <Link
          key={view.key}
          to="."
          search={(view.search ?? (index === 0 ? {} : { view: view.key })) as never}
          className={view.key === current ? 'zy-view zy-active' : 'zy-view'}
          aria-current={view.key === current ? 'true' : undefined}
        >
          {view.icon ? <span aria-hidden="true">{view.icon}</span> : null}
          <span className="zy-view-label">{view.label}</span>
          {view.count === null || view.count === undefined ? null : (
            <small className="zy-num">{view.count}</small>
          )}
        </Link>
      ))}
    </nav>
  )
}

function useRememberedWidth(key: string): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => Number(localStorage.getItem(key)) || 400)
  return [
    width,
    (next) => {
      const fit = Math.round(Math.min(Math.max(next, least), window.innerWidth * 0.6))
      localStorage.setItem(key, String(fit))
      setWidth(fit)
    },
  ]
}

function Divider({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const { t } = useTranslation('web')
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const from = { x: event.clientX, width }
    const handle = event.currentTarget
    handle.setPointerCapture(event.pointerId)
    const follow = (now: globalThis.PointerEvent) => onWidth(from.width + from.x - now.clientX)
    const done = () => handle.removeEventListener('pointermove', follow)
    handle.addEventListener('pointermove', follow)
    handle.addEventListener('pointerup', done, { once: true })
    handle.addEventListener('pointercancel', done, { once: true })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') onWidth(width + 24)
    if (event.key === 'ArrowRight') onWidth(width - 24)
  }
  return (
    <div
      className="zy-three-divider"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('kit.resize')}
      aria-valuenow={width}
      aria-valuemin={least}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={keys}
    />
  )
}
