import { use, type ReactNode } from 'react'
import { wordsOfRooms } from '../locales.ts'

/** Draws its children when the words of all rooms have come; till then the nearest Suspense shows what it has. */
export function Worded({ children }: { children: ReactNode }) {
  use(wordsOfRooms())
  return children
}
