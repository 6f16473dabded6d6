import type { ComponentType, LazyExoticComponent, ReactElement, ReactNode } from 'react'
import type { CurrentSession } from './session.tsx'

/** The work areas of the left rail, in their order. `portal` holds the pages of the portal layout, its tabs. */
export const navAreas = [
  'work',
  'service-desk',
  'watch',
  'resources',
  'quality',
  'admin',
  'audit',
  'portal',
] as const
export type NavArea = (typeof navAreas)[number]

/** A component whose chunk is fetched before the first page is drawn (preload.tsx): as good as lazy for the first download. */
export type Preloaded = (() => ReactElement) & { preloaded: true }

/** A page that a room brings. `path` uses `$name` for parameters: `/incidents/$id`. */
export interface Page {
  path: string
  component: LazyExoticComponent<ComponentType> | Preloaded
  /** Translation key, e.g. `incident:page.queue`; also the title of the browser tab until the page sets a better one. */
  title: string
  /** Its place in the left rail; absent for pages reached from others. */
  nav?: {
    area: NavArea
    order: number
    icon: ReactNode
    label: string
    /** How addresses begin that have no entry of their own and belong to this one: it stays marked there. */
    also?: readonly string[]
    /** Who finds it in the rail, where those are fewer than may open it: others come by a notice. */
    permission?: string
    /** Who has no other page but the portal's finds it there, as one of its tabs, and stays in the portal. */
    orPortal?: true
  }
  /** Permission key, or several of which one is enough. Absent: every signed-in person. */
  permission?: string | readonly string[]
  /** `app` (default) with rail and top bar, `portal` for a phone, `bare` with nothing; `public` pages need no sign-in. */
  layout?: 'app' | 'portal' | 'bare'
  public?: boolean
  validateSearch?: (search: Record<string, unknown>) => Record<string, unknown>
}

/** An entry of the quick-create menu (`c`) and, with `hotkey`, a shortcut of its own. */
export interface QuickAction {
  key: string
  label: string
  icon?: ReactNode
  to: string
  permission?: string
  order?: number
}

/** One suggestion of the global search box. */
export interface SearchHit {
  id: string
  to: string
  title: string
  /** Small text in front (a number, a kind). */
  tag?: string
  detail?: string
}

/** Suggestions for the global search box, asked after a short pause; rejects are shown as "not available". */
export interface SearchSource {
  label: string
  permission?: string
  search: (q: string, signal: AbortSignal) => Promise<SearchHit[]>
  /** Where Enter leads when no suggestion is chosen. */
  allResults?: (q: string) => string
}

/** Body of the notification drawer. */
export type BellDrawer = LazyExoticComponent<ComponentType<{ close: () => void }>>

/** Something shown in the top bar beside the bell (a duty badge, say). */
export type TopBarItem = LazyExoticComponent<ComponentType<{ me: CurrentSession }>>

/** A block that a room adds to another room's record page (alerts on an incident). `id`: the record's. */
export interface RecordBlock {
  record: 'incident' | 'change' | 'request' | 'portal' | 'ci' | 'service'
  key: string
  order: number
  permission?: string
  component: LazyExoticComponent<ComponentType<{ id: string }>>
}

/** What a report tells while it is being written. */
export interface SuggestionProps {
  /** Title and description typed so far. */
  text: string
  serviceId: string | null
  categoryId: string | null
  /** Takes over a solution, where the writer can give one (the service desk); the text names its source. */
  onSolution?: (text: string) => void
}

/** Something that may help while a report is written, at the service desk or in the portal (knowledge, known errors). */
export interface SuggestionBlock {
  place: 'desk' | 'portal'
  key: string
  order: number
  permission?: string
  component: LazyExoticComponent<ComponentType<SuggestionProps>>
}

/** What `ui/index.tsx` of a room may export. Everything in it is in the first download, so keep components lazy. */
export interface RoomUi {
  pages: Page[]
  quickActions?: QuickAction[]
  searchSources?: SearchSource[]
  bell?: BellDrawer
  topBar?: TopBarItem
  recordBlocks?: RecordBlock[]
  suggestionBlocks?: SuggestionBlock[]
}
