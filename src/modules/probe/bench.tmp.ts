import http from 'node:http'
import { runProbe } from './index.ts'
const url = 'http://127.0.0.1:8110/'
const variants: Record<string, () => Promise<unknown>> = {
  own: async () => {
    const o = await runProbe('http', spec, { timeoutMs: 5000 })
    if (o.state !== 'ok') throw new Error(JSON.stringify(o))
  },
  ownkeyword: async () => {
    const o = await runProbe('http', spec2, { timeoutMs: 5000 })
    if (o.state !== 'ok') throw new Error(JSON.stringify(o))
  },
  tcp: async () => {
    const o = await runProbe('tcp', tcp, { timeoutMs: 5000 })
    if (o.state !== 'ok') throw new Error(JSON.stringify(o))
  },
  nodehttp: () =>
    new Promise<void>((res, rej) => {
      const r = http.get(url, { agent: false }, (m) => {
        m.on('data', () => 0)
        m.on('end', () => res())
      })
      r.on('error', rej)
    }),
  fetch: async () => {
    const r = await fetch(url, { headers: { connection: 'close' } })
    await r.text()
  },
}
const spec = { url },
  spec2 = { url, contains: 'world' },
  tcp = { host: '127.0.0.1', port: 8110 }
for (const name of process.argv.slice(2).length ? process.argv.slice(2) : Object.keys(variants)) {
  const run = variants[name]!
  for (const n of [2000, 12000]) {
    const cpu = process.cpuUsage(),
      t = performance.now()
    let left = n
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        while (left-- > 0) await run()
      }),
    )
    const c = process.cpuUsage(cpu),
      ms = performance.now() - t
    if (n > 2000)
      console.log(
        name.padEnd(12),
        'cpu µs/probe',
        ((c.user + c.system) / n).toFixed(0),
        'user',
        (c.user / n).toFixed(0),
        'sys',
        (c.system / n).toFixed(0),
        'rate/s',
        ((n / ms) * 1000).toFixed(0),
        'per cpu-s',
        ((n / (c.user + c.system)) * 1e6).toFixed(0),
      )
  }
}
