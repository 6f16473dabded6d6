/** A real Prometheus and Alertmanager watch a real web server that is stopped and started. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { answers, freePort, programOf, startPeer, until, type Peer } from './peers.ts'
import type { Check } from './run.ts'
import type { Zhengyun } from './zhengyun.ts'

interface Line {
  id: string
  number: string
  state: string
  priority: number
  channel: string
  holdReason: string | null
  service: { name: string } | null
  group: { name: string } | null
  owner: { name: string } | null
}

/** The web server that is watched: `/metrics` is all that Prometheus asks of it. */
class Watched {
  server: Server | undefined
  readonly port: number

  constructor(port: number) {
    this.port = port
  }

  async start(): Promise<void> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      response.end('# TYPE station_up gauge\nstation_up 1\n')
    })
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve))
    this.server = server
  }

  async stop(): Promise<void> {
    const { server } = this
    this.server = undefined
    if (!server) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
}

interface Ports {
  watched: number
  prometheus: number
  alertmanager: number
}

function writeConfig(folder: string, ports: Ports, zhengyun: Zhengyun, token: string): void {
  const put = (name: string, text: string): void =>
    writeFileSync(path.join(folder, name), text, { mode: 0o600 })
  put('token', token)
  put(
    'alertmanager.yml',
    `route: { receiver: zhengyun, group_by: [service], group_wait: 1s, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: zhengyun
    webhook_configs:
      - url: ${zhengyun.url}/api/v1/intake/alertmanager
        send_resolved: true
        http_config: { authorization: { type: Bearer, credentials_file: ${folder}/token } }
`,
  )
  put(
    'rules.yml',
    `groups:
  - name: station
    rules:
      - alert: LiveStationDown
        expr: up{job="station"} == 0
        for: 2s
        labels: { severity: critical, service: ywtb }
        annotations: { summary: 办事大厅站点无法访问 }
`,
  )
  put(
    'prometheus.yml',
    `global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: [${folder}/rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:${ports.alertmanager}'] }] }] }
scrape_configs: [{ job_name: station, static_configs: [{ targets: ['127.0.0.1:${ports.watched}'] }] }]
`,
  )
}

async function startWatchers(folder: string, ports: Ports): Promise<Peer[]> {
  const alertmanager = startPeer(await programOf('prometheus-alertmanager', 'prometheus-alertmanager'), [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/alertmanager`,
    `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
    '--cluster.listen-address=',
  ])
  const prometheus = startPeer(await programOf('prometheus', 'prometheus'), [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/prometheus`,
    `--web.listen-address=127.0.0.1:${ports.prometheus}`,
  ])
  return [alertmanager, prometheus]
}

/** The whole way, with a bound on every wait. */
async function watch(zhengyun: Zhengyun, passed: (name: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-prometheus-'))
  const ports = {
    watched: await freePort(),
    prometheus: await freePort(),
    alertmanager: await freePort(),
  }
  const watched = new Watched(ports.watched)
  let peers: Peer[] = []
  try {
    writeConfig(folder, ports, zhengyun, await zhengyun.token('intake01'))
    await watched.start()
    peers = await startWatchers(folder, ports)
    for (const port of [ports.prometheus, ports.alertmanager])
      await until(`port ${port}`, 30, () => answers(`http://127.0.0.1:${port}/-/ready`))
    passed('a real Prometheus and Alertmanager run')
    await follow(zhengyun, watched, passed)
  } catch (error) {
    const said = peers.map((peer) => peer.said()).join('\n')
    throw new Error(`${(error as Error).message}\n${said}`, { cause: error })
  } finally {
    for (const peer of peers) await peer.stop()
    await watched.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function follow(zhengyun: Zhengyun, watched: Watched, passed: (name: string) => void): Promise<void> {
  const desk = await zhengyun.token('desk01')
  const mine = async (): Promise<Line[]> =>
    (await zhengyun.get<{ items: Line[] }>(desk, '/incidents?q=LiveStationDown')).items
  await watched.stop()
  const opened = await until('incident', 30, async () => (await mine())[0])
  assert.equal(opened.priority, 1)
  assert.equal(opened.channel, 'alert')
  assert.equal(opened.service?.name, '一网通办平台')
  assert.equal(opened.group?.name, '应用运维组')
  assert.ok(opened.owner)
  passed(`stopped: ${opened.number} is opened, priority 1, with service, group and owner`)
  const inState = (want: (line: Line) => boolean) => async () => (await mine()).find(want)
  await watched.start()
  const quiet = await until(
    'observation',
    30,
    inState((line) => line.state === 'pending'),
  )
  assert.equal(quiet.holdReason, 'observation')
  passed('started: the incident waits in observation')
  await watched.stop()
  const back = await until(
    'relapse',
    30,
    inState((line) => line.state !== 'pending'),
  )
  assert.equal(back.id, opened.id)
  assert.equal((await mine()).length, 1)
  passed(`stopped again: the same incident is back to work (${back.state})`)
}

export const checks: Check[] = [{ name: 'prometheus', run: watch }]
