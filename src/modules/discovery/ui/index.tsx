import { RadarChartOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

const permission = 'discovery.read'

export const pages: Page[] = [
  {
    path: '/discovery',
    component: lazy(() => import('./DevicesPage.tsx').then((m) => ({ default: m.DevicesPage }))),
    title: 'discovery:page.devices',
    permission,
    nav: { area: 'resources', order: 26, icon: <RadarChartOutlined />, label: 'discovery:page.devices' },
  },
  {
    path: '/discovery/devices/$id',
    component: lazy(() => import('./DevicePage.tsx').then((m) => ({ default: m.DevicePage }))),
    title: 'discovery:page.device',
    permission,
  },
  {
    path: '/discovery/targets',
    component: lazy(() => import('./TargetsPage.tsx').then((m) => ({ default: m.TargetsPage }))),
    title: 'discovery:page.targets',
    permission,
  },
  {
    path: '/discovery/runs/$id',
    component: lazy(() => import('./RunPage.tsx').then((m) => ({ default: m.RunPage }))),
    title: 'discovery:page.run',
    permission,
  },
]
