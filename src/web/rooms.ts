import { shellPages } from './pages/index.tsx'
import type {
  BellDrawer,
  Page,
  QuickAction,
  RecordBlock,
  RoomUi,
  SearchSource,
  TopBarItem,
  SuggestionBlock,
} from './page.ts'

const found = import.meta.glob<RoomUi>(['../kernel/*/ui/index.tsx', '../modules/*/ui/index.tsx'], {
  eager: true,
})
const uis: RoomUi[] = Object.values(found)

/** Every page of every room, the shell's own last so that a room may take over a path. */
export const pages: Page[] = uniqueByPath([...uis.flatMap((ui) => ui.pages), ...shellPages])

export const quickActions: QuickAction[] = uis
  .flatMap((ui) => ui.quickActions ?? [])
  .sort((a, b) => (a.order ?? 100) - (b.order ?? 100))

export const searchSources: SearchSource[] = uis.flatMap((ui) => ui.searchSources ?? [])

/** The notification drawer; one room (notify) supplies it. */
export const bell: BellDrawer | undefined = uis.find((ui) => ui.bell)?.bell

export const topBarItems: TopBarItem[] = uis.flatMap((ui) => (ui.topBar ? [ui.topBar] : []))

/** What rooms add to the record pages of others, in order. */
export const recordBlocks: RecordBlock[] = uis
  .flatMap((ui) => ui.recordBlocks ?? [])
  .sort((a, b) => a.order - b.order)

/** What rooms offer while a report is written, in order. */
export const suggestionBlocks: SuggestionBlock[] = uis
  .flatMap((ui) => ui.suggestionBlocks ?? [])
  .sort((a, b) => a.order - b.order)

function uniqueByPath(all: Page[]): Page[] {
  const seen = new Set<string>()
  return all.filter((page) => !seen.has(page.path) && seen.add(page.path))
}
