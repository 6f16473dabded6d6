/** Prometheus and its blackbox exporter of Debian: the one scrapes, the other asks whenever it is scraped. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { answers, freePort, programOf, startPeer, until } from '../../live/peers.ts'
import type { Contender, Load, Running } from './contender.ts'

interface Programs {
  prometheus: string
  blackbox: string
}

/** @throws Error when a package is missing and cannot be installed */
export async function prometheus(): Promise<Contender> {
  const programs = {
    prometheus: await programOf('prometheus', 'prometheus'),
    blackbox: await programOf('prometheus-blackbox-exporter', 'prometheus-blackbox-exporter'),
  }
  const versionOf = async (program: string): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(program, ['--version'])
    return /version ([\d.]+)/.exec(stdout + stderr)?.[1] ?? '?'
  }
  const [version, ofBlackbox] = [await versionOf(programs.prometheus), await versionOf(programs.blackbox)]
  return {
    name: `Prometheus ${version} with blackbox exporter ${ofBlackbox}`,
    start: (load) => start(programs, load),
    end: async () => undefined,
  }
}

async function start(programs: Programs, load: Load): Promise<Running> {
  const of = (name: string): string => path.join(load.folder, name)
  const [own, exporter] = [await freePort(), await freePort()]
  writeFileSync(of('blackbox.yml'), modules)
  writeFileSync(of('targets.json'), JSON.stringify([{ targets: targetsOf(load) }]))
  writeFileSync(of('prometheus.yml'), configOf(load, of('targets.json'), exporter))
  const blackbox = startPeer(programs.blackbox, [
    `--config.file=${of('blackbox.yml')}`,
    `--web.listen-address=127.0.0.1:${exporter}`,
    '--log.level=error',
  ])
  const scraper = startPeer(programs.prometheus, [
    `--config.file=${of('prometheus.yml')}`,
    `--web.listen-address=127.0.0.1:${own}`,
    `--storage.tsdb.path=${of('data')}`,
    '--log.level=error',
  ])
  const stop = async (): Promise<void> => {
    await Promise.all([scraper.stop(), blackbox.stop()])
  }
  const said = (): string => `${blackbox.said()}\n${scraper.said()}`
  const url = `http://127.0.0.1:${own}`
  try {
    await until('Prometheus', 30, () => answers(`${url}/-/ready`))
  } catch (error) {
    await stop()
    throw new Error(`Prometheus does not run: ${said()}`, { cause: error })
  }
  return { pids: [blackbox.pid, scraper.pid], said, watchDelay: () => watchDelay(url, load), stop }
}

/** Its own figure of the time between two scrapes of a target; it is of the last minutes, from its start on. */
async function watchDelay(url: string, load: Load): Promise<() => Promise<number>> {
  await Promise.resolve()
  const series = /^prometheus_target_interval_length_seconds\{.*quantile="0\.99"\} (\S+)/m
  return async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    const seconds = Number(series.exec(text)?.[1] ?? NaN)
    return Math.max(0, Math.round((seconds - load.intervalSeconds) * 1000))
  }
}

const modules = `modules:
  http:
    prober: http
    http: { preferred_ip_protocol: ip4 }
  tcp:
    prober: tcp
    tcp: { preferred_ip_protocol: ip4 }
`

/** Each check a series of its own, though several ask one address. */
function targetsOf({ kind, checks, targets }: Load): string[] {
  return Array.from({ length: checks }, (_, n) => {
    const address = `${targets.hostOf(n)}:${targets.port}`
    return kind === 'http' ? `http://${address}/?${n}` : `${address}#${n}`
  })
}

/** The part after # is only to tell them apart: it is cut off before it is asked. */
function configOf({ kind, intervalSeconds }: Load, file: string, exporter: number): string {
  return `global: { scrape_interval: ${intervalSeconds}s, scrape_timeout: ${intervalSeconds}s }
scrape_configs:
  - job_name: checks
    metrics_path: /probe
    params: { module: [${kind}] }
    file_sd_configs: [{ files: ['${file}'] }]
    relabel_configs:
      - { source_labels: [__address__], target_label: instance }
      - { source_labels: [__address__], regex: '([^#]*).*', target_label: __param_target }
      - { target_label: __address__, replacement: '127.0.0.1:${exporter}' }
`
}
