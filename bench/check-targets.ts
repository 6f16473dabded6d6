/** What bench/checks.ts asks: web and TCP servers on many loopback addresses, in a process of their own. */
import http from 'node:http'
import net from 'node:net'

const web = http.createServer((_request, response) => response.end('{"status":"UP"}'))
const tcp = net.createServer((socket) => {
  // who asks hangs up as soon as he is connected
  socket.on('error', () => undefined)
  socket.end()
})
web.keepAliveTimeout = 1000
const listen = (server: net.Server | http.Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen({ port: 0, host: '0.0.0.0', backlog: 4096 }, () => {
      resolve((server.address() as net.AddressInfo).port)
    })
  })

process.send!({ web: await listen(web), tcp: await listen(tcp) })
process.on('disconnect', () => process.exit(0))
