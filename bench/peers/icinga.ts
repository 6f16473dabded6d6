/** Icinga 2 of Debian with the standard plugins: a process for every check. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { programOf, startPeer } from '../../live/peers.ts'
import type { Contender, Load, Running } from './contender.ts'

const plugins = '/usr/lib/nagios/plugins'
const folders = ['DataDir', 'LogDir', 'CacheDir', 'SpoolDir', 'InitRunDir'] as const

/** @throws Error when a package is missing and cannot be installed */
export async function icinga(): Promise<Contender> {
  const program = await programOf('icinga2-bin', 'icinga2', ['/usr/sbin'])
  for (const plugin of ['check_http', 'check_tcp'])
    await programOf('monitoring-plugins-basic', plugin, [plugins])
  const { stdout } = await promisify(execFile)(program, ['--version'])
  return {
    name: `Icinga ${/version: r?([\d.]+)/.exec(stdout)?.[1] ?? '2'}`,
    start: (load) => start(program, load),
    end: async () => undefined,
  }
}

// async: what all contenders have in common
async function start(program: string, load: Load): Promise<Running> {
  const of = (name: string): string => path.join(load.folder, name)
  for (const name of folders) mkdirSync(of(name))
  mkdirSync(of('DataDir/api/packages'), { recursive: true })
  writeFileSync(of('icinga2.conf'), configOf(load))
  const user = process.getuid?.() === 0 ? 'root' : (process.env['USER'] ?? 'nobody')
  const defined = folders.flatMap((name) => ['-D', `${name}=${of(name)}`])
  const args = ['daemon', '-c', of('icinga2.conf'), '-x', 'warning', ...defined]
  const env = { ...process.env, ICINGA2_USER: user, ICINGA2_GROUP: user }
  const { pid, said, stop } = startPeer(program, args, env)
  return { pids: [pid], said, stop }
}

/** Without the check of hosts, which would be a second question to the same targets; nothing is kept of what was found. */
function configOf({ kind, checks, intervalSeconds, targets }: Load): string {
  const vars = kind === 'http' ? 'http_address' : 'tcp_address'
  const hosts = new Set(Array.from({ length: checks }, (_, n) => targets.hostOf(n)))
  const lines = [
    'include <itl>',
    'include <plugins>',
    `const PluginDir = "${plugins}"`,
    'const NodeName = "bench"',
    'const ZoneName = NodeName',
    'object CheckerComponent "checker" { }',
    ...[...hosts].map(
      (host) =>
        `object Host "${host}" { check_command = "dummy"; enable_active_checks = false; address = "${host}" }`,
    ),
    'template Service "asked" {',
    `  check_command = "${kind}"`,
    `  check_interval = ${intervalSeconds}s`,
    `  retry_interval = ${intervalSeconds}s`,
    `  vars.${kind}_port = ${targets.port}`,
    '}',
    ...Array.from({ length: checks }, (_, n) => {
      const host = targets.hostOf(n)
      return `object Service "check ${n}" { import "asked"; host_name = "${host}"; vars.${vars} = "${host}" }`
    }),
  ]
  return `${lines.join('\n')}\n`
}
