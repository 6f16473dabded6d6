/**
 * `npm run live`: the real program against real peers. Needs Debian packages, which
 * root gets installed.
 */
import { checks as alertSources } from './alert-sources.live.ts'
import { checks as kill } from './kill.live.ts'
import { checks as mail } from './mail.live.ts'
import { checks as probe } from './probe.live.ts'
import { checks as prometheus } from './prometheus.live.ts'
import { startZhengyun, type Zhengyun } from './zhengyun.ts'

export interface Check {
  name: string
  /** Calls `passed` for each thing that holds; throws for the first that does not. */
  run: (zhengyun: Zhengyun, passed: (name: string) => void) => Promise<void>
}

/** `node live/run.ts mail`: only the checks whose names hold the word. */
const wanted = process.argv[2] ?? ''
const all: Check[] = [...prometheus, ...probe, ...mail, ...kill, ...alertSources].filter(({ name }) =>
  name.includes(wanted),
)
let passed = 0
let failed = 0

const zhengyun = await startZhengyun()
try {
  for (const check of all) {
    const begun = Date.now()
    try {
      await check.run(zhengyun, (name) => {
        passed++
        console.log(`✓ ${check.name}: ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
      })
    } catch (error) {
      failed++
      console.error(`✗ ${check.name}: ${(error as Error).stack ?? String(error)}`)
    }
  }
} finally {
  await zhengyun.stop()
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
