import { useHotkeys } from '#web/kit/hotkeys.ts'
import type { Move } from './useConsoleMoves.tsx'

const group = 'alert:screen.keys'
const moves: Record<string, Move> = {
  a: 'acknowledge',
  s: 'silence',
  o: 'incident',
  c: 'comment',
  t: 'take',
  e: 'close',
}

/** The keys of the console; `j` `k` Enter `x` are the list's, `?` tells of all. */
export function useConsoleKeys(begin: (move: Move) => void, refresh: () => void): void {
  const handlers = Object.fromEntries(
    Object.entries(moves).map(([key, move]) => [key, () => begin(move)] as const),
  )
  useHotkeys(
    {
      ...handlers,
      '/': () => document.querySelector<HTMLInputElement>('.zy-three-list .zy-filters input')?.focus(),
      '.': refresh,
    },
    [
      ...Object.entries(moves).map(([key, move]) => ({ key, label: `alert:screen.move.${move}`, group })),
      { key: '/', label: 'alert:screen.search', group },
      { key: '.', label: 'alert:screen.refresh', group },
    ],
  )
}
