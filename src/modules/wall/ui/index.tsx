import { DesktopOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/wall',
    component: lazy(() => import('./WallPage.tsx').then((m) => ({ default: m.WallPage }))),
    title: 'wall:page',
    permission: 'wall.read',
    layout: 'bare',
    nav: { area: 'watch', order: 90, icon: <DesktopOutlined />, label: 'wall:page' },
  },
]
