/**
 * `npm run bench [-- name …] [--quick]`: runs the benches one after the other, each in a process of its own, and writes
 * what they showed into bench/RESULTS.md. Sections of benches that did not run stay. Exits 1 when a claim was not met.
 * `--quick` runs small sizes and writes nothing: it shows that the benches work.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { benches, type Bench } from './claims.ts'
import type { Figure } from './lib/figures.ts'

const file = path.join(import.meta.dirname, 'RESULTS.md')
const head = `# What was measured

Written by \`npm run bench\`; each section by its own last run. Everything runs on one machine: the server, the embedded
PostgreSQL with fsync on, and the clients share its cores. Ratios are of one run.
`

/** Runs a bench and returns the JSON it printed last. Its exit status is not looked at: a missed bar is a result. */
async function run(name: string, bench: Bench, quick: boolean): Promise<unknown> {
  const args = [path.join(import.meta.dirname, `${name}.ts`), ...(quick ? bench.quick : bench.args)]
  const env = { ...process.env, ...(quick ? bench.quickEnv : bench.env) }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    process.stdout.write(chunk)
  })
  await new Promise((resolve) => child.once('close', resolve))
  // pretty-printed or not: the last line that begins a value at the margin
  const begin = Math.max(output.lastIndexOf('\n{'), output.lastIndexOf('\n['), /^[{[]/.test(output) ? 0 : -1)
  if (begin < 0) throw new Error(`${name} printed no result`)
  return JSON.parse(output.slice(begin))
}

function machine(): string {
  const cores = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}, ${memory} GB, Linux ${release()}, Node ${process.versions.node}`
}

function section(name: string, bench: Bench, figures: Figure[], load: number): string {
  const rows = figures.map(
    (f) => `| ${f.what} | ${f.target} | ${f.measured} | ${f.ratio} | ${f.ok ? 'yes' : '**no**'} |`,
  )
  const command = ['node', `bench/${name}.ts`, ...bench.args].join(' ')
  return [
    `## ${name}`,
    '',
    '| figure | target | measured | ratio | met |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `\`${command}\` on ${new Date().toISOString().slice(0, 10)}; ${machine()}; load average before it ${load.toFixed(1)}`,
    '',
  ].join('\n')
}

/** Sections of the file by their names. */
function readSections(): Map<string, string> {
  const found = new Map<string, string>()
  if (!existsSync(file)) return found
  for (const part of readFileSync(file, 'utf8').split(/^(?=## )/m))
    if (part.startsWith('## ')) found.set(part.slice(3, part.indexOf('\n')), `${part.trimEnd()}\n`)
  return found
}

function write(sections: Map<string, string>): void {
  const ordered = Object.keys(benches).flatMap((name) => sections.get(name) ?? [])
  writeFileSync(file, [head, ...ordered].join('\n'))
}

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !benches[name])
if (unknown.length > 0) {
  console.error(`no bench named ${unknown.join(', ')}; there are: ${Object.keys(benches).join(' ')}`)
  process.exit(2)
}
let met = true
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.log(`\n== ${name}`)
  const load = loadavg()[0]!
  const figures = bench.figures(await run(name, bench, values.quick))
  for (const f of figures) console.log(`${f.ok ? '✓' : '✗'} ${f.what}: ${f.measured} (${f.target})`)
  met &&= figures.every((f) => f.ok)
  if (!values.quick && figures.length > 0)
    write(readSections().set(name, section(name, bench, figures, load)))
}
process.exitCode = met ? 0 : 1
