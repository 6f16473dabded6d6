/**
 * `npm run check`: everything that can be said about the sources without running the product. One line per step, and
 * the output of those that fail. `npm run check -- types lint` runs only the steps named.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules/.bin', name)
const script = (name: string, ...args: string[]) => [
  process.execPath,
  path.join(root, 'scripts', name),
  ...args,
]
/** The second run of the compiler looks only at what the first one has not seen. */
const incremental = (name: string) => [
  '--noEmit',
  '--incremental',
  `--tsBuildInfoFile`,
  `node_modules/.cache/tsc/${name}.tsbuildinfo`,
]

const folders = ['src', 'scripts', 'e2e', 'live', 'bench'].filter((name) => existsSync(path.join(root, name)))

interface Step {
  name: string
  command: string[]
}

/** The longest first, so that two cores end at about the same time. */
const steps: Step[] = [
  { name: 'lint', command: [bin('eslint'), '.', '--max-warnings=0'] },
  { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.json', ...incremental('server')] },
  { name: 'types-web', command: [bin('tsc'), '-p', 'tsconfig.web.json', ...incremental('web')] },
  {
    name: 'boundaries',
    command: [bin('depcruise'), ...folders, '--output-type=err'],
  },
  { name: 'unused', command: [bin('knip'), '--no-progress', '--no-config-hints'] },
  {
    name: 'format',
    command: [bin('prettier'), '.', '--check', '--log-level=warn'],
  },
  { name: 'texts', command: script('check-texts.ts') },
  { name: 'sources', command: script('check-sources.ts') },
  { name: 'schema', command: script('gen-schema.ts', '--check') },
  { name: 'ledgers', command: script('gen-ledgers.ts', '--check') },
  { name: 'upgrade', command: script('compare-upgrade.ts') },
]

interface Outcome {
  ok: boolean
  output: string
  seconds: number
}

function run(step: Step): Promise<Outcome> {
  const started = Date.now()
  const [program, ...args] = step.command as [string, ...string[]]
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const end = (ok: boolean) => resolve({ ok, output, seconds: (Date.now() - started) / 1000 })
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => {
      output += `${error.message}\n`
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

async function main(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !steps.some((s) => s.name === name))
  if (unknown.length > 0)
    throw new Error(`no step ${unknown.join(', ')}: ${steps.map((s) => s.name).join(' ')}`)
  const waiting = steps.filter((s) => names.length === 0 || names.includes(s.name))
  const total = waiting.length
  let failed = 0
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const { ok, output, seconds } = await run(step)
      console.log(`${ok ? '✓' : '✗'} ${step.name.padEnd(12)} ${seconds.toFixed(1)} s`)
      if (ok) continue
      failed++
      console.log(output.trimEnd().replace(/^/gm, '    '))
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, lane))
  console.log(`${total - failed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
}

await main(process.argv.slice(2))
