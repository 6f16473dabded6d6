import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/demo',
    component: lazy(() => import('./StoryPage.tsx').then((m) => ({ default: m.StoryPage }))),
    title: 'demo-story:watch',
    layout: 'bare',
    public: true,
  },
]
