import { constants } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Answer, Ask } from '../ask.ts'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { parsePerfdata, splitOutput } from '../perfdata.ts'
import { probePolicy } from '../policy.ts'
import { runProcess, type Ended } from '../process.ts'

const states = ['ok', 'warning', 'critical', 'unknown'] as const

/**
 * Starts a plugin of one of the configured folders and takes its exit code for the state. What its target does is the
 * plugin's to judge: one that does not end in time leaves the state unknown.
 */
export async function probeNagios(spec: Spec<'nagios'>, { span, secret }: Ask): Promise<Answer> {
  const file = await findPlugin(spec.plugin)
  const args = spec.args.map((arg) =>
    arg.replaceAll('$HOST$', () => spec.host).replaceAll('$PASSWORD$', () => secret.password ?? ''),
  )
  let ended: Ended
  try {
    ended = await runProcess(file, args, span, { keep: 65_536 })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'timeout') throw error
    throw new Failure('timeout', error.params, { state: 'unknown' })
  }
  const { text, perfdata } = splitOutput(ended.stdout)
  // what a plugin says of itself when it breaks is on the other stream
  const output = text || ended.stderr
  const figures = parsePerfdata(perfdata)
  const state = ended.exit === null ? undefined : states[ended.exit]
  if (!state) {
    const reason = ended.signal ?? `exit ${ended.exit}`
    throw new Failure('plugin_broken', { reason }, { state: 'unknown', output, figures })
  }
  if (state === 'ok') return { figures, output, judged: true }
  const params = { exit: ended.exit! }
  return { figures, output, judged: true, verdict: { state, code: 'plugin', params } }
}

async function findPlugin(name: string): Promise<string> {
  for (const folder of probePolicy().pluginFolders) {
    const file = path.join(folder, name)
    if (await isProgram(file)) return file
  }
  throw new Failure('plugin_missing', { plugin: name }, { state: 'unknown' })
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Names of the plugins that could be started, sorted. */
export async function listPlugins(): Promise<string[]> {
  const found = new Set<string>()
  for (const folder of probePolicy().pluginFolders) {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') return []
      throw error
    })
    for (const name of names)
      if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name) && (await isProgram(path.join(folder, name))))
        found.add(name)
  }
  return [...found].sort()
}
