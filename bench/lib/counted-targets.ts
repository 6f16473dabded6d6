/** One web server on many loopback addresses that says how often it was asked: the count that is the same for whoever asks. */
import { mkdirSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { freePort, programOf, startPeer, until } from '../../live/peers.ts'
import { cpuOfTrees } from './cpu.ts'

/** So many that no pair of addresses runs out of ports while closed connections linger for a minute. */
const addresses = Array.from({ length: 250 }, (_, n) => `127.0.77.${1 + n}`)

export interface CountedTargets {
  /** where the nth check asks */
  hostOf: (n: number) => string
  port: number
  /** connections accepted and requests answered since it began, without those that ask for these figures */
  counts: () => Promise<{ connections: number; requests: number }>
  /** CPU seconds that answering has taken */
  cpu: () => number
  stop: () => Promise<void>
}

/**
 * Starts nginx with one worker process in a folder.
 * @throws Error naming the package where it is missing and cannot be installed
 */
export async function startCountedTargets(folder: string): Promise<CountedTargets> {
  const nginx = await programOf('nginx', 'nginx', ['/usr/sbin'])
  const [port, own] = [await freePort(), await freePort()]
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'nginx.conf')
  writeFileSync(file, configOf(folder, port, own))
  const server = startPeer(nginx, ['-c', file, '-e', 'stderr', '-g', 'daemon off;'])
  const status = new Status(own)
  try {
    await until('nginx', 10, () => status.text().catch(() => undefined))
  } catch (error) {
    await server.stop()
    throw new Error(`nginx does not run: ${server.said()}`, { cause: error })
  }
  return {
    hostOf: (n) => addresses[n % addresses.length]!,
    port,
    counts: async () => {
      const text = await status.text()
      const [accepted, , requests] = /^ (\d+) (\d+) (\d+)/m.exec(text)!.slice(1).map(Number)
      return { connections: accepted! - status.connections, requests: requests! - status.requests }
    },
    cpu: () => cpuOfTrees([server.pid]),
    stop: async () => {
      status.close()
      await server.stop()
    },
  }
}

/** Asks nginx for its figures, over one connection: a new one each time would have to wait behind thousands. */
class Status {
  connections = 0
  requests = 0
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  private readonly port: number

  constructor(port: number) {
    this.port = port
  }

  text(): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = http.get({ host: '127.0.0.1', port: this.port, agent: this.agent, timeout: 30_000 })
      request.once('timeout', () => request.destroy(new Error('nginx does not say its figures')))
      request.once('error', reject)
      request.once('response', (response) => {
        this.requests++
        if (!request.reusedSocket) this.connections++
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.once('error', reject)
        response.once('end', () => resolve(text))
      })
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

function configOf(folder: string, port: number, own: number): string {
  const of = (name: string): string => path.join(folder, name)
  return `pid ${of('nginx.pid')};
worker_processes 1;
worker_rlimit_nofile 20000;
events { worker_connections 16384; multi_accept on; }
http {
  access_log off;
  server_tokens off;
  keepalive_timeout 5s;
  client_body_temp_path ${of('body')}; proxy_temp_path ${of('proxy')}; fastcgi_temp_path ${of('fastcgi')};
  uwsgi_temp_path ${of('uwsgi')}; scgi_temp_path ${of('scgi')};
  server {
${addresses.map((address) => `    listen ${address}:${port} backlog=4096;`).join('\n')}
    location / { default_type application/json; return 200 '{"status":"UP"}'; }
  }
  server {
    listen 127.0.0.1:${own};
    keepalive_timeout 1h; keepalive_requests 1000000;
    location / { stub_status; }
  }
}
`
}
