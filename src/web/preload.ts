/** Chunks that are fetched while the server is still being asked who is there. */
export const loadAppLayout = () => import('./shell/AppLayout.tsx')
export const loadSignIn = () => import('./pages/SignIn.tsx')

const mark = 'zy.in'

/** Remembers whether this browser was signed in, so that the next visit fetches the right chunk at once. */
export function rememberSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(mark, '1')
  else localStorage.removeItem(mark)
}

/** Starts the likely download; a failure shows where the chunk is really needed. */
export function preloadLikely(): void {
  const likely: Promise<unknown> = localStorage.getItem(mark) ? loadAppLayout() : loadSignIn()
  likely.catch((error: unknown) => console.info('preload', error))
}
