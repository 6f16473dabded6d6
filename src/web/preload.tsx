import { lazy, useState, type ComponentType } from 'react'
import type { Preloaded } from './page.ts'

/** Fetches a chunk, once; a failure is forgotten, so that the next try fetches again. */
function once<T>(load: () => Promise<T>): { load: () => Promise<T>; loaded: () => T | undefined } {
  let coming: Promise<T> | undefined
  let loaded: T | undefined
  const fetchIt = async (): Promise<T> => {
    try {
      return (loaded = await load())
    } catch (error) {
      coming = undefined
      throw error
    }
  }
  return { load: () => (coming ??= fetchIt()), loaded: () => loaded }
}

/** Chunks that are fetched while the server is still being asked who is there. */
const appLayout = once(() => import('./shell/AppLayout.tsx'))
const signIn = once(() => import('./pages/SignIn.tsx'))

/**
 * A component of a chunk. One that has been fetched is drawn at once: `lazy` would let React draw what stands in for it,
 * which then stays for a third of a second.
 */
function drawn<T>({ load, loaded }: ReturnType<typeof once<T>>, of: (chunk: T) => ComponentType): Preloaded {
  const Later = lazy(async () => ({ default: of(await load()) }))
  function Drawn() {
    const [chunk] = useState(loaded)
    const Component = chunk === undefined ? Later : of(chunk)
    return <Component />
  }
  return Object.assign(Drawn, { preloaded: true as const })
}

export const AppLayout = drawn(appLayout, (chunk) => chunk.AppLayout)
export const SignIn = drawn(signIn, (chunk) => chunk.SignIn)

const mark = 'zy.in'

/** Remembers whether this browser was signed in, so that the next visit fetches the right chunk at once. */
export function rememberSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(mark, '1')
  else localStorage.removeItem(mark)
}

/** Whether the form to sign in is what whoever comes will most likely see first. */
export const likelySignIn = (): boolean =>
  ['/', '/sign-in'].includes(location.pathname) && localStorage.getItem(mark) === null

/** Settles when the likely download is there; a failure shows where the chunk is really needed. */
export async function preloadLikely(): Promise<void> {
  try {
    await (localStorage.getItem(mark) ? appLayout.load() : signIn.load())
  } catch (error) {
    console.info('preload', error)
  }
}
