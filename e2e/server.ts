/**
 * Vitest's global set-up of the journeys: the demo, with its sample city, for all of them. Leaves its address in
 * `ZHENGYUN_E2E_URL`, its folder in `ZHENGYUN_E2E_DATA`; with that variable given, an outside server is used.
 */
import { startInstance } from './instance.ts'

/** Starts the demo and waits until it is ready; returns the teardown. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env['ZHENGYUN_E2E_URL']) return () => Promise.resolve()
  const demo = await startInstance('demo')
  process.env['ZHENGYUN_E2E_URL'] = demo.url
  process.env['ZHENGYUN_E2E_DATA'] = demo.dataDir
  return async () => {
    delete process.env['ZHENGYUN_E2E_URL']
    delete process.env['ZHENGYUN_E2E_DATA']
    if (await demo.stop()) throw new Error(`the server ended during the journeys:\n${demo.output()}`)
  }
}
