import { SafetyCertificateOutlined, TeamOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/setup',
    component: lazy(() => import('./SetupPage.tsx').then((m) => ({ default: m.SetupPage }))),
    title: 'identity:setup.title',
    layout: 'bare',
    public: true,
  },
  {
    path: '/welcome',
    component: lazy(() => import('./WelcomePage.tsx').then((m) => ({ default: m.WelcomePage }))),
    title: 'identity:welcome.title',
    layout: 'bare',
    public: true,
  },
  {
    path: '/account/password',
    component: lazy(() => import('./CredentialsPage.tsx').then((m) => ({ default: m.CredentialsPage }))),
    title: 'identity:account.credentials',
  },
  {
    path: '/account/sessions',
    component: lazy(() => import('./SessionsPage.tsx').then((m) => ({ default: m.SessionsPage }))),
    title: 'identity:account.sessions',
  },
  {
    path: '/people',
    component: lazy(() => import('./PeoplePage.tsx').then((m) => ({ default: m.PeoplePage }))),
    title: 'identity:people.title',
    permission: 'people.read',
    nav: { area: 'admin', order: 10, icon: <TeamOutlined />, label: 'identity:people.title' },
  },
  {
    path: '/people/import',
    component: lazy(() => import('./ImportPage.tsx').then((m) => ({ default: m.ImportPage }))),
    title: 'identity:import.title',
    permission: 'people.manage',
  },
  {
    path: '/people/$id',
    component: lazy(() => import('./PersonPage.tsx').then((m) => ({ default: m.PersonPage }))),
    title: 'identity:people.title',
    permission: 'people.read',
  },
  {
    path: '/sign-in-policy',
    component: lazy(() => import('./PolicyPage.tsx').then((m) => ({ default: m.PolicyPage }))),
    title: 'identity:policy.title',
    permission: 'identity.read-policy',
    nav: { area: 'admin', order: 50, icon: <SafetyCertificateOutlined />, label: 'identity:policy.title' },
  },
]
