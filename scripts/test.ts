/**
 * `npm test`: unit tests on a real PostgreSQL, then the journeys in a browser; `npm test -- src/kernel/calendar` runs
 * the files that match, `npm run e2e` the journeys alone. The last line sums both: `N passed, M failed`.
 */
import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')

interface Totals {
  passed: number
  failed: number
  skipped: number
}

/** What we read of vitest's JSON report. */
interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: Array<{ name: string; status: string; assertionResults: Array<{ status: string }> }>
}

function totalsOf(file: string, exitCode: number): Totals {
  let report: Report
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch (error) {
    // the set-up failed or vitest was killed: nothing can be said to have passed
    console.error(`no test report: ${(error as Error).message}`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  // a file that cannot be loaded, or whose beforeAll throws, has no failed test to show for it
  const broken = report.testResults.filter(
    (f) => f.status === 'failed' && !f.assertionResults.some((a) => a.status === 'failed'),
  ).length
  const failed = report.numFailedTests + broken
  return {
    passed: report.numPassedTests,
    // an unhandled rejection or a leaked handle fails the run without failing a test
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

async function runVitest(config: string, filters: string[]): Promise<Totals> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-report-'))
  const report = path.join(folder, 'report.json')
  const args = [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    `--config=${config}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ]
  try {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    const pass = (signal: NodeJS.Signals) => child.kill(signal)
    process.on('SIGINT', pass).on('SIGTERM', pass)
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve(code ?? 1))
    })
    process.off('SIGINT', pass).off('SIGTERM', pass)
    return totalsOf(report, exitCode)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main(args: string[]): Promise<void> {
  const [first, ...rest] = args
  const runs: Array<() => Promise<Totals>> = []
  const journeys = globSync('e2e/**/*.journey.ts', { cwd: root }).length > 0
  if (first !== 'e2e') runs.push(() => runVitest('vitest.config.ts', args))
  if (journeys && (first === 'e2e' || args.length === 0))
    runs.push(() => runVitest('vitest.e2e.config.ts', first === 'e2e' ? rest : []))
  const sum: Totals = { passed: 0, failed: 0, skipped: 0 }
  for (const run of runs) {
    const totals = await run()
    sum.passed += totals.passed
    sum.failed += totals.failed
    sum.skipped += totals.skipped
  }
  if (sum.passed + sum.failed === 0) {
    console.error('no tests found')
    sum.failed = 1
  }
  console.log(
    `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`,
  )
  if (sum.failed > 0) process.exitCode = 1
}

await main(process.argv.slice(2))
