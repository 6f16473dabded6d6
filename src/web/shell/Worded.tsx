import { use, useEffect, type ReactNode } from 'react'
import { wordsOfRooms } from '../locales.ts'

/** Draws its children when the words of all rooms have come; till then the nearest Suspense shows what it has. */
export function Worded({ children }: { children: ReactNode }) {
  use(wordsOfRooms())
  return children
}

/** Draws its children, which have their words with them, and has those of all rooms come when they are drawn. */
export function WordedLater({ children }: { children: ReactNode }) {
  useEffect(() => {
    const drawn = setTimeout(() => void wordsOfRooms())
    return () => clearTimeout(drawn)
  }, [])
  return children
}
