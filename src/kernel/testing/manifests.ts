import type { Manifest } from '../manifest.ts'

type Loader = () => Promise<readonly Manifest[]>

let load: Loader | undefined

/**
 * Called by the test run's set-up: the kernel knows no module, tests want all of them. In a file of its own, because
 * every test file runs the set-up and pure ones are to load no server for it.
 */
export function useManifests(loader: Loader): void {
  load = loader
}

/** Manifests of all rooms. @throws outside a run by vitest.config.ts */
export function allManifests(): Promise<readonly Manifest[]> {
  if (!load) throw new Error('no manifests: run the tests through vitest.config.ts')
  return load()
}
