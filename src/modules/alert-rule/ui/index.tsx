import { EyeInvisibleOutlined, FilterOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/alert-rules',
    component: lazy(() => import('./RulesPage.tsx').then((m) => ({ default: m.RulesPage }))),
    title: 'alert-rule:page.rules',
    permission: 'alert-rule.read',
    nav: { area: 'watch', order: 61, icon: <FilterOutlined />, label: 'alert-rule:page.rules' },
  },
  {
    path: '/alert-silences',
    component: lazy(() => import('./SilencesPage.tsx').then((m) => ({ default: m.SilencesPage }))),
    title: 'alert-rule:page.silences',
    permission: 'alert-rule.read',
    nav: {
      area: 'watch',
      order: 6,
      icon: <EyeInvisibleOutlined />,
      label: 'alert-rule:page.silences',
    },
  },
]
