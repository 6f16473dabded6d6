import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import type { FastifyInstance } from 'fastify'

const targets: Server[] = []

/** A port that answers until it is closed. @param port default: any */
export async function target(port = 0): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((socket) => {
    // who asks hangs up as soon as he knows enough
    socket.on('error', () => undefined).end('220 ready\r\n')
  })
  targets.push(server)
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((done) => server.close(() => done())),
  }
}

export function closeTargets(): void {
  for (const server of targets) server.close()
}

export interface Line {
  url: string
  /** `cut`: nothing arrives; `deaf`: it arrives and is done, and the answer is lost */
  state: 'open' | 'cut' | 'deaf'
  /** posts of results that arrived */
  batches: number
  close: () => void
}

/** A way to the program over a real socket that can be cut, and can lose an answer. */
export async function openLine(app: FastifyInstance): Promise<Line> {
  const gate = createHttpServer(async (request, response) => {
    let payload = ''
    for await (const chunk of request) payload += String(chunk)
    if (line.state === 'cut') return void response.destroy()
    const headers = { 'content-type': 'application/json' }
    const answer = await app.inject({ method: 'POST', url: request.url!, payload, headers })
    if (request.url!.endsWith('results')) line.batches++
    if (line.state === 'deaf') return void response.destroy()
    response.writeHead(answer.statusCode, headers).end(answer.body)
  })
  await new Promise<void>((done) => gate.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`
  const line: Line = { url, state: 'open', batches: 0, close: () => gate.close() }
  return line
}
