import { z } from 'zod'
import type { Manifest } from '../manifest.ts'
import type { EndpointDef } from './endpoint.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of all endpoints, from the contracts themselves. */
export function openApi(manifests: readonly Manifest[]): Json {
  const paths: Record<string, Json> = {}
  for (const m of manifests) {
    for (const { endpoint } of m.routes ?? []) {
      const url = `/api/v1${endpoint.path}`
      paths[url] = { ...paths[url], [endpoint.method.toLowerCase()]: operation(m.name, endpoint) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Zhengyun 政运 API', version: '1' },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'zy_session' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function schema(type: unknown, io: 'input' | 'output'): Json {
  const made = z.toJSONSchema(type as z.ZodType, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json
  delete made['$schema']
  return made
}

function operation(room: string, e: EndpointDef): Json {
  const open = e.permission === 'public'
  return {
    operationId: e.name,
    tags: [room],
    summary: e.summary,
    'x-permission': e.permission,
    ...(open ? { security: [] } : { security: [{ token: [] }, { session: [] }] }),
    parameters: [...params('path', e.params), ...params('query', e.query), ...headers(e)],
    ...(e.multipart
      ? { requestBody: multipart }
      : e.body
        ? { requestBody: json(schema(e.body, 'input'), true) }
        : {}),
    responses: {
      [String(e.status ?? 200)]: e.download
        ? { description: 'content', content: { 'application/octet-stream': {} } }
        : { description: 'OK', ...(e.status === 204 ? {} : json(schema(e.response, 'output'))) },
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function json(value: Json, required?: boolean): Json {
  return { ...(required ? { required } : {}), content: { 'application/json': { schema: value } } }
}

const multipart = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { file: { type: 'string', format: 'binary' } },
        required: ['file'],
      },
    },
  },
}

function params(where: 'path' | 'query', type: unknown): Json[] {
  if (!type) return []
  const { properties = {}, required = [] } = schema(type, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, s]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: s,
  }))
}

function headers(e: EndpointDef): Json[] {
  const header = (name: string, required: boolean): Json => ({
    name,
    in: 'header',
    required,
    schema: { type: 'string' },
  })
  return [
    ...(e.ifMatch ? [header('If-Match', true)] : []),
    ...(e.idempotent ? [header('Idempotency-Key', false)] : []),
  ]
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'stable, e.g. incident.illegal_move' },
    detail: { type: 'string' },
    traceId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
