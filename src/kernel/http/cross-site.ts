import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site's page makes a browser send (CSRF), by the headers every current browser
 * sets itself: Sec-Fetch-Site first, else Origin against Host. Clients that are no browsers send neither and
 * carry no ambient cookies worth stealing.
 * @throws http.cross_site (403)
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | undefined): void {
  if (safe.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (site === 'same-origin' || site === 'none') return
  if (site === undefined && origin === undefined) return
  if (
    origin !== undefined &&
    (sameHost(origin, request.headers.host) ||
      (publicUrl !== undefined && origin === new URL(publicUrl).origin))
  ) {
    return
  }
  throw new AppError('http.cross_site', { status: 403 })
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}

/**
 * Refuses a request with several Host headers (RFC 9112, 3.2): proxies and we might each believe another one.
 * @throws http.bad_request (400)
 */
export function refuseTwoHosts(request: FastifyRequest): void {
  const { rawHeaders } = request.raw
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]!.toLowerCase() === 'host') hosts++
  if (hosts > 1) throw new AppError('http.bad_request', { status: 400, field: 'Host' })
}
