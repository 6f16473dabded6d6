import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { apiReference } from './api-reference.ts'

/** What a page of ours may do: our own scripts only, nothing inline, nobody frames us. Styles are inline in antd. */
const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Serves the built browser part: hashed files for ever, `index.html` for every address that is no file and no API.
 * Without a built part (tests, worker) only the API answers.
 */
export async function registerWeb(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  app.get('/docs/api', async (_request, reply) => {
    const document = await app.inject({ method: 'GET', url: '/openapi.json' })
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(apiReference(document.json()))
  })
  if (!webRoot || !existsSync(path.join(webRoot, 'index.html'))) return
  const common = {
    preCompressed: true,
    index: false,
    setHeaders: (reply, file) => {
      const hashed = file.includes(`${path.sep}static${path.sep}`)
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      void reply.header('content-security-policy', pagePolicy)
    },
  } satisfies Partial<FastifyStaticOptions>
  // A wildcard for the hashed files only. Under one for everything the address of every page is first looked for as a
  // file, and each handler that waits for another's answer leaves its listeners on the response: Node takes that
  // for a leak.
  await app.register(fastifyStatic, {
    ...common,
    root: webRoot,
    wildcard: false,
    globIgnore: ['static/**'],
  })
  const built = path.join(webRoot, 'static')
  await app.register(fastifyStatic, { ...common, root: built, prefix: '/static/', decorateReply: false })
  app.get('/', (_request, reply) => void reply.sendFile('index.html'))
}

const notPages = /^\/(api|docs|openapi|metrics|healthz|readyz|static)\b/

/** The page for every address that is none of the API's or a file's: the browser part routes by itself. */
export function pageFallback(
  webRoot: string | undefined,
): (request: FastifyRequest, reply: FastifyReply) => unknown {
  return (request, reply) =>
    webRoot && request.method === 'GET' && !notPages.test(request.url)
      ? reply.sendFile('index.html')
      : undefined
}
