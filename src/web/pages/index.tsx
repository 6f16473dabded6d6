import { lazy } from 'react'
import type { Page } from '../page.ts'
import { SignIn } from '../preload.tsx'

/** Pages of the shell itself. */
export const shellPages: Page[] = [
  {
    path: '/sign-in',
    component: SignIn,
    title: 'web:signIn.title',
    layout: 'bare',
    public: true,
  },
  {
    path: '/about',
    component: lazy(() => import('./AboutPage.tsx').then((m) => ({ default: m.AboutPage }))),
    title: 'web:about.title',
  },
]
