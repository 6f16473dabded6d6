import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The page of the station, as a citizen sees it while the service runs. */
const page = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>一网通办 · 青石街道便民服务站</title>
<style>
  body { margin: 0; font: 16px/1.6 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; color: #1b2430; background: #eef3fa }
  header { padding: 28px; background: #0b3d91; color: #fff; font-size: 22px }
  main { max-width: 640px; margin: 28px auto; padding: 0 20px }
  p { padding: 18px 22px; border-radius: 10px; background: #fff }
  b { color: #1f7a3d }
</style>
<header>一网通办 · 青石街道便民服务站</header>
<main>
  <p><b>● 运行正常</b>　社保查询 · 户籍办理 · 营业执照 · 取号排队</p>
  <p>本页由政运演示程序提供，扮演示例城市的一个政务服务系统。演示开始后它会中断，再由工程师恢复。</p>
</main>
</html>
`

/**
 * The service that fails: a real web server on a loopback port. It keeps its port while it is down, so that its
 * address stays the same.
 */
export class Street {
  #server: Server | undefined
  #port = 0

  get up(): boolean {
    return this.#server !== undefined
  }

  get url(): string | null {
    return this.#port === 0 ? null : `http://127.0.0.1:${this.#port}/`
  }

  /** Starts serving. @throws Error when the port was taken by somebody else meanwhile */
  async start(): Promise<void> {
    if (this.#server) return
    const server = createServer((request, response) => {
      const health = request.url === '/healthz'
      response.writeHead(200, {
        'content-type': health ? 'application/json' : 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      })
      response.end(health ? '{"status":"ok"}' : page)
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** The fault: connections break, the port answers no more. */
  async stop(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
}
