/**
 * `npm test`: unit tests on a real PostgreSQL, then the journeys in a browser; `npm test -- src/kernel/calendar` runs
 * the files that match, `npm run e2e` the journeys alone. At the end it names what failed once more, and the last line
 * sums both: `N passed, M failed`.
 */
import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')

/** What we read of vitest's JSON report. */
interface Report {
  testResults: Array<{
    name: string
    status: string
    message: string
    assertionResults: Array<{ status: string; fullName: string; failureMessages?: string[] | null }>
  }>
}

interface FileResult {
  passed: number
  skipped: number
  /** name of the test and what it said */
  failures: Array<{ test: string; message: string }>
}

interface Run {
  /** by path below the root */
  files: Map<string, FileResult>
  /** what failed outside of any file: set-up, an unhandled rejection, a leaked handle */
  broken: string[]
}

function fileResult(file: Report['testResults'][number]): FileResult {
  const of = (status: string) => file.assertionResults.filter((one) => one.status === status)
  const failures = of('failed').map((one) => ({
    test: one.fullName,
    message: one.failureMessages?.join('\n') ?? '',
  }))
  // a file that cannot be loaded, or whose beforeAll throws, has no failed test to show for it
  if (file.status === 'failed' && failures.length === 0)
    failures.push({ test: '(file)', message: file.message })
  const passed = of('passed').length
  return { passed, skipped: file.assertionResults.length - passed - of('failed').length, failures }
}

function runOf(reportFile: string, exitCode: number): Run {
  let report: Report
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report
  } catch (error) {
    // the set-up failed or vitest was killed: nothing can be said to have passed
    return { files: new Map(), broken: [`no test report: ${(error as Error).message}`] }
  }
  const files = new Map(report.testResults.map((one) => [path.relative(root, one.name), fileResult(one)]))
  const failed = [...files.values()].some((one) => one.failures.length > 0)
  const broken = failed || exitCode === 0 ? [] : [`vitest ended with ${exitCode}, see above`]
  return { files, broken }
}

async function runVitest(config: string, filters: string[]): Promise<Run> {
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
    return runOf(report, exitCode)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const told = (file: string, one: FileResult['failures'][number]): string =>
  `${file} > ${one.test}\n  ${one.message.split('\n').slice(0, 8).join('\n  ')}`

async function main(args: string[]): Promise<void> {
  const [first, ...rest] = args
  const runs: Array<() => Promise<Run>> = []
  const journeys = globSync('e2e/**/*.journey.ts', { cwd: root }).length > 0
  if (first !== 'e2e') runs.push(() => runVitest('vitest.config.ts', args))
  if (journeys && (first === 'e2e' || args.length === 0))
    runs.push(() => runVitest('vitest.e2e.config.ts', first === 'e2e' ? rest : []))
  const results: Run[] = []
  for (const run of runs) results.push(await run())
  const files = results.flatMap((run) => [...run.files])
  const failures = [
    ...results.flatMap((run) => run.broken),
    ...files.flatMap(([name, file]) => file.failures.map((one) => told(name, one))),
  ]
  const passed = files.reduce((sum, [, file]) => sum + file.passed, 0)
  const skipped = files.reduce((sum, [, file]) => sum + file.skipped, 0)
  if (passed + failures.length === 0) failures.push('no tests found')
  for (const failure of failures) console.log(`✗ ${failure}`)
  console.log(`${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  if (failures.length > 0) process.exitCode = 1
}

await main(process.argv.slice(2))
