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
