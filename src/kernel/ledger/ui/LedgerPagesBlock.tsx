import { lazy, type ComponentType, type ReactNode } from 'react'
import type { NavArea, Page, QuickAction } from '#web/page.ts'
import type { LedgerUi } from './types.ts'

export type { AnyRecord, LedgerUi } from './types.ts'

export interface LedgerPages {
  /** path of the ledger's pages, which is that of its endpoints */
  path: string
  /** `<room>:<words>` */
  words: string
  read: string
  keep: string
  nav: { area: NavArea; order: number; icon: ReactNode }
  /** loaded with the first page that is opened, not before */
  load: () => Promise<LedgerUi>
}

/** The pages of a ledger: list, record, new, edit, import. `ui/index.tsx` of a room exports them as its pages. */
export function ledgerPages({ path, words, read, keep, nav, load }: LedgerPages): Page[] {
  const page = (from: () => Promise<ComponentType<{ ui: LedgerUi }>>) =>
    lazy(async () => {
      const [Component, ui] = await Promise.all([from(), load()])
      return { default: () => <Component ui={ui} /> }
    })
  const title = `${words}.title`
  return [
    {
      path,
      component: page(() => import('./ListPage.tsx').then((m) => m.LedgerListPage)),
      title,
      permission: read,
      nav: { ...nav, label: title },
    },
    {
      path: `${path}/new`,
      component: page(() => import('./FormPage.tsx').then((m) => m.LedgerNewPage)),
      title,
      permission: keep,
    },
    {
      path: `${path}/import`,
      component: page(() => import('./ImportPage.tsx').then((m) => m.LedgerImportPage)),
      title,
      permission: keep,
    },
    {
      path: `${path}/$id`,
      component: page(() => import('./RecordPage.tsx').then((m) => m.LedgerRecordPage)),
      title,
      permission: read,
    },
    {
      path: `${path}/$id/edit`,
      component: page(() => import('./FormPage.tsx').then((m) => m.LedgerEditPage)),
      title,
      permission: read,
    },
  ]
}

/** The entry of the create menu for a ledger. */
export function ledgerQuickAction({
  path,
  words,
  keep,
  nav,
}: Pick<LedgerPages, 'path' | 'words' | 'keep' | 'nav'>): QuickAction {
  return {
    key: path.slice(1),
    label: `${words}.one`,
    icon: nav.icon,
    to: `${path}/new`,
    permission: keep,
    order: nav.order,
  }
}
