import type { Secret, Spec } from '../kind-contract.ts'

/** Where one request of a probe goes; a redirect makes another. */
export interface Hop {
  url: URL
  method: Spec<'http'>['method']
  body: string
  /** nobody but the first origin gets what signs in */
  trusted: boolean
  cookies: ReadonlyMap<string, string>
}

/** The bytes of a request. `Connection: close` lets the peer end first, and no socket is left behind. */
export function requestText(hop: Hop, spec: Spec<'http'>, secret: Secret): string {
  const { url, method, body } = hop
  let text = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n`
  const own = new Set<string>()
  for (const { name, value } of spec.headers) {
    const lower = name.toLowerCase()
    if (!hop.trusted && /^(authorization|proxy-authorization|cookie)$|token|secret|key/.test(lower)) continue
    own.add(lower)
    text += `${name}: ${value}\r\n`
  }
  const unless = (name: string, value: string): void => {
    if (!own.has(name.toLowerCase())) text += `${name}: ${value}\r\n`
  }
  unless('User-Agent', 'Zhengyun-probe')
  unless('Accept', '*/*')
  unless('Accept-Encoding', 'identity')
  if (hop.trusted && spec.auth === 'basic')
    unless(
      'Authorization',
      `Basic ${Buffer.from(`${spec.user}:${secret.password ?? ''}`).toString('base64')}`,
    )
  if (hop.trusted && spec.auth === 'bearer') unless('Authorization', `Bearer ${oneLine(secret.token ?? '')}`)
  if (hop.cookies.size > 0)
    unless('Cookie', [...hop.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
  if (body !== '' || method === 'POST' || method === 'PUT')
    text += `Content-Length: ${Buffer.byteLength(body)}\r\n`
  return `${text}\r\n${body}`
}

/** A token pasted with a line break would become another header. */
function oneLine(value: string): string {
  return value.replaceAll(/[\r\n\0]/g, '')
}

/** Keeps the cookies that a host sets on the way: some front doors send in circles whoever brings none back. */
export function keepCookies(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name, value] = /^\s*([^=;\s]{1,100})=([^;\r\n]{0,4000})/.exec(line) ?? []
    if (name !== undefined && jar.size < 30) jar.set(name, value!.trim())
  }
}
