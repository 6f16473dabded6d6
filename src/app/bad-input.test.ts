import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EndpointDef } from '#kernel/http/endpoint.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import {
  Addresses,
  endpoints,
  fileOwn,
  flawOf,
  loginFor,
  refusals,
  schemaOf,
  unknownId,
} from './testing/doors.ts'
import { fieldsOf, leanSample, replaced, sampleOf, typesOf, type Field } from './testing/sample.ts'

let test: TestApp
let addresses: Addresses
const writing = endpoints.filter((e) => e.method !== 'GET')
const withBody = writing.filter((e) => e.body)
beforeAll(async () => {
  test = await testApp()
  addresses = new Addresses(test)
  await fileOwn(await test.as('req01'))
  await somethingOfEverything()
})
afterAll(() => test.close())

/** A restored fault that was told and asked about, and an alert: records for the addresses of the rooms that follow. */
async function somethingOfEverything(): Promise<void> {
  const { personId } = await test.as('req01')
  const [desk, intake] = await Promise.all([test.as('desk01'), test.as('intake01')])
  await fileOwn(desk, { channel: 'phone', requesterId: personId, resolution: '换了墨盒' })
  const labels = { alertname: 'PrinterDown', severity: 'critical' }
  const payload = { source: 'probe', labels, status: 'firing' }
  expect((await intake.inject({ method: 'POST', url: '/api/v1/intake/alerts', payload })).statusCode).toBe(
    202,
  )
  const worker = await test.work()
  await vi.waitFor(async () => {
    for (const [login, url] of [
      ['req01', '/api/v1/surveys'],
      ['mgr01', '/api/v1/alerts'],
    ] as const)
      expect((await (await test.as(login)).inject({ method: 'GET', url })).body).toMatch(/"items":\[\{/)
  }, 15_000)
  await worker.stop()
}

/** Sends to an endpoint as somebody who may use it. */
async function send(endpoint: EndpointDef, options: Partial<InjectOptions>): Promise<LightMyRequestResponse> {
  const caller: Caller = await test.as(loginFor(endpoint))
  const headers = { ...(endpoint.ifMatch ? { 'if-match': '"1"' } : {}), ...options.headers }
  return caller.inject({ method: endpoint.method, url: await addresses.of(endpoint), ...options, headers })
}

/**
 * Sends bodies to an endpoint with the version that its record has. The record is read again only when what was sent
 * has been taken, or when the version is no longer right, and then the body goes out once more.
 */
function atItsVersion(e: EndpointDef): (body: Partial<InjectOptions>) => Promise<LightMyRequestResponse> {
  if (!e.ifMatch) return (body) => send(e, body)
  let version: string | undefined
  return async (body) => {
    const at = (it: string) => send(e, { ...body, headers: { ...body.headers, 'if-match': it } })
    const sent = (version ??= await addresses.version(e))
    const response = await at(sent)
    if (response.statusCode >= 400 && response.statusCode !== 412) return response
    version = await addresses.version(e)
    return response.statusCode === 412 && version !== sent ? at(version) : response
  }
}

const json = (payload: unknown): Partial<InjectOptions> => ({
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  headers: { 'content-type': 'application/json' },
})
const at = (field: Field): string => field.path.join('.')

/** Values of other types than the field takes. */
function wrongTypes(field: Field): unknown[] {
  const takes = typesOf(field.schema)
  // no type at all: anything goes
  if (takes.size === 0) return []
  const values: [string, unknown][] = [
    ['string', '不是这种类型'],
    ['number', 7.25],
    ['boolean', true],
    ['array', [[]]],
    ['object', { 没有: 1 }],
  ]
  return values.filter(([type]) => !takes.has(type)).map(([, value]) => value)
}

const hostileTexts = [
  'x\u0000y',
  'x\ud800y',
  '\u0007\u001b[31m',
  '𠮷😀👨‍👩‍👧‍👦é́\u202e',
  "'; drop table ticket; --",
  '<img src=x onerror=alert(1)>{{constructor.constructor("x")()}}${7*7}',
  '%s%n%x../../../etc/passwd',
  '',
  '   ',
]
/** Just longer than the field takes; very long where no bound is known. */
const tooLong = (field: Field): string => '字'.repeat((field.schema.maxLength ?? 70_000) + 1)
const hostileNumbers = [-1, 0, 0.5, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), 1e-320]

const otherTypes = ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense']

describe('every endpoint with a body', () => {
  const broken: [string, string][] = [
    ['half an object', '{"a":'],
    ['no JSON', 'title=x&y=1'],
    ['nothing', ''],
    ['a byte order mark and rubbish', '\ufeff}{'],
    ['a prototype', '{"__proto__":{"admin":true}}'],
    ['a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
    ['an array', '[]'],
    ['a text', '"x"'],
    ['a number', '17'],
    ['an unknown field', '{"noSuchField":1}'],
    ['nesting', nested(500)],
  ]

  it.each(broken)('refuses %s', async (_what, payload) => {
    await refusals(test, async (refused) => {
      for (const e of withBody.filter((w) => !isGenerous(w) || payload.length < 3))
        refused(e.name, await send(e, json(payload)))
    })
  })

  it('refuses deep nesting', async () => {
    // all bodies are read by one parser
    await refusals(test, async (refused) => {
      for (const e of withBody.slice(0, 20)) refused(e.name, await send(e, json(nested(50_000))))
    })
  })

  it('refuses other content types', async () => {
    await refusals(test, async (refused) => {
      for (const [i, e] of writing.entries()) {
        // one each of the four, in turn: which endpoint it is makes no difference to the parser
        const type = otherTypes[i % otherTypes.length]!
        refused(`${e.name} ${type}`, await send(e, { payload: 'a=1', headers: { 'content-type': type } }))
        if (!e.multipart) {
          const form = { payload: '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n' }
          refused(
            `${e.name} form`,
            await send(e, { ...form, headers: { 'content-type': 'multipart/form-data; boundary=b' } }),
          )
        }
      }
    })
  })

  it('refuses 11 megabytes', async () => {
    const payload = JSON.stringify({ text: 'x'.repeat(11 * 2 ** 20) })
    await refusals(test, async (refused) => {
      for (const e of writing.filter((w) => !w.multipart)) refused(e.name, await send(e, json(payload)))
    })
  })

  it('refuses unknown fields beside good ones, and names them', async () => {
    const wrong: string[] = []
    await refusals(test, async (refused) => {
      for (const e of withBody.filter((w) => !isGenerous(w))) {
        const sample = sampleOf(schemaOf(e.body), unknownId) as object
        for (const name of ['state', 'version', 'recordedAt', 'origin', 'permissions', 'toString']) {
          if (Object.hasOwn(schemaOf(e.body).properties ?? {}, name)) continue
          const response = await send(e, json({ ...sample, [name]: 'closed' }))
          refused(`${e.name} ${name}`, response)
          if (response.statusCode === 422 && !fieldsNamed(response).includes(name))
            wrong.push(`${e.name}: ${name} is not named: ${response.body}`)
        }
      }
    })
    expect(wrong).toEqual([])
  })

  it('refuses a wrong type in any field, and names the field', async () => {
    const wrong: string[] = []
    await refusals(test, async (refused) => {
      for (const e of withBody) {
        const schema = schemaOf(e.body)
        const sample = sampleOf(schema, unknownId)
        for (const field of fieldsOf(schema)) {
          for (const value of wrongTypes(field)) {
            const response = await send(e, json(replaced(sample, field.path, value)))
            refused(`${e.name} ${at(field)}=${JSON.stringify(value)}`, response)
            const named = fieldsNamed(response)
            if (response.statusCode === 422 && !named.some((n) => n.startsWith(String(field.path[0]))))
              wrong.push(`${e.name} ${at(field)}: names ${named.join()}`)
          }
        }
      }
    })
    expect(wrong).toEqual([])
  })

  it('takes or refuses hostile texts and numbers in any field, without a fault of its own', async () => {
    const flaws: string[] = []
    for (const e of withBody) {
      const schema = schemaOf(e.body)
      const attempt = atItsVersion(e)
      for (const field of fieldsOf(schema)) {
        const types = typesOf(field.schema)
        const values = [
          ...(types.has('string') ? [...hostileTexts, tooLong(field)] : []),
          ...(types.has('number') ? hostileNumbers : []),
        ]
        const sample = leanSample(schema, unknownId, field.path[0])
        for (const value of values) {
          const response = await attempt(json(replaced(sample, field.path, value)))
          const flaw = flawOf(response)
          const stored =
            typeof value === 'string' && /[\u0000\ud800]/.test(value) && response.statusCode < 400
          if (flaw ?? stored)
            flaws.push(`${e.name} ${at(field)}=${JSON.stringify(value).slice(0, 40)}: ${flaw ?? 'stored'}`)
        }
      }
    }
    expect(flaws).toEqual([])
    // thousands of requests, one after the other: minutes on a busy machine
  }, 300_000)

  it('answers ids that name nothing, in any field, with a refusal', async () => {
    const flaws: string[] = []
    for (const e of withBody) {
      const schema = schemaOf(e.body)
      const sample = sampleOf(schema, unknownId)
      for (const id of [
        unknownId,
        '00000000-0000-0000-0000-000000000000',
        'not-a-uuid',
        (await test.as('sys01')).personId,
      ]) {
        for (const field of fieldsOf(schema).filter((f) => f.schema.format === 'uuid')) {
          const flaw = flawOf(await send(e, json(replaced(sample, field.path, id))))
          if (flaw) flaws.push(`${e.name} ${at(field)}=${id}: ${flaw}`)
        }
      }
    }
    expect(flaws).toEqual([])
  })
})

const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`

/** Webhooks keep fields that they do not know. */
function isGenerous(e: EndpointDef): boolean {
  return schemaOf(e.body).additionalProperties !== false
}

function fieldsNamed(response: LightMyRequestResponse): string[] {
  if (response.statusCode < 400) return []
  return response.json<{ errors: { field: string }[] }>().errors.map((x) => x.field)
}

/** Append-only records count from 1, so 1 is none that is missing. */
function isNumbered(e: EndpointDef): boolean {
  return Object.values(schemaOf(e.params).properties ?? {}).some((one) => one.type === 'integer')
}

describe('every address', () => {
  it('refuses bogus ids in its path', async () => {
    await refusals(test, async (refused) => {
      for (const e of endpoints.filter((p) => p.path.includes('{'))) {
        for (const id of [
          'x',
          isNumbered(e) ? '9007199254740991' : '1',
          '%00',
          '%ff',
          '..%2f..%2fetc',
          "1'--",
          unknownId.slice(1),
          'a'.repeat(3000),
          '😀',
        ]) {
          const url = `/api/v1${e.path.replace(/\{\w+\}/g, encodeURI(decodable(id)))}`
          const response = await send(e, { url, ...(e.method === 'GET' || e.multipart ? {} : json({})) })
          refused(`${e.name} ${id.slice(0, 20)}`, response)
        }
      }
    })
  })

  it('refuses parameters it does not know, repeated ones and wrong ones, and names them', async () => {
    const wrong: string[] = []
    for (const e of endpoints.filter((p) => p.method === 'GET')) {
      const known = Object.keys(e.query ? (schemaOf(e.query).properties ?? {}) : {})
      const base = await addresses.of(e)
      const attempts: [string, string][] = [['noSuchParameter', 'noSuchParameter=1']]
      for (const name of known) {
        attempts.push([name, `${name}=a%00b`], [name, `${name}=${'x'.repeat(5000)}`], [name, `${name}[a]=1`])
        attempts.push(
          [name, `${name}=1&${name}=2`],
          [name, `${name}=-1`],
          [name, `${name}=%F0%9F%98%80`],
          [name, `${name}=1e999`],
        )
      }
      for (const [name, query] of attempts) {
        const response = await send(e, { url: `${base}?${query}` })
        const flaw = flawOf(response)
        if (flaw) wrong.push(`${e.name}?${query.slice(0, 40)}: ${flaw}`)
        const named = response.statusCode === 404 || fieldsNamed(response).includes(name)
        if (name === 'noSuchParameter' && !named)
          wrong.push(
            `${e.name} takes an unknown parameter: ${response.statusCode} ${response.body.slice(0, 100)}`,
          )
      }
    }
    expect(wrong).toEqual([])
  })

  const cursors = [
    'x',
    '....',
    encoded('{}'),
    encoded('[]'),
    encoded('[1,2,3,4]'),
    encoded('["x"]'),
    encoded('["x","y"]'),
  ]
  cursors.push(
    encoded('[null,null]'),
    encoded('[1e308,1e308]'),
    encoded(`["2026-01-01","${unknownId}"]`),
    encoded('[1,"\\u0000"]'),
  )
  cursors.push(
    encoded('[1e308]'),
    encoded('[-9e18]'),
    encoded('["\\u0000"]'),
    encoded('[[1]]'),
    encoded('['.repeat(100)),
  )

  it('answers bogus cursors with bad_cursor or a page, never with a fault', async () => {
    const wrong: string[] = []
    for (const e of endpoints.filter(
      (p) => p.query && Object.hasOwn(schemaOf(p.query).properties ?? {}, 'cursor'),
    )) {
      const base = await addresses.of(e)
      const { properties = {}, required = [] } = schemaOf(e.query!)
      const needed = required
        .filter((name) => !('default' in (properties[name] ?? {})))
        .map((name) => `${name}=${encodeURIComponent(String(sampleOf(properties[name]!, unknownId)))}&`)
      for (const cursor of cursors) {
        const url = `${base}?${needed.join('')}cursor=${encodeURIComponent(cursor)}`
        const response = await send(e, { url })
        const flaw = flawOf(response)
        const code = response.statusCode === 422 ? response.json<{ code: string }>().code : 'http.bad_cursor'
        if (flaw ?? code !== 'http.bad_cursor') wrong.push(`${e.name} ${cursor}: ${flaw ?? response.body}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('asks for the version of what it changes, and refuses nonsense and stale ones', async () => {
    await refusals(test, async (refused) => {
      for (const e of endpoints.filter((p) => p.ifMatch)) {
        const body = e.body ? json(sampleOf(schemaOf(e.body), unknownId)) : {}
        const attempt = async (version: string): Promise<LightMyRequestResponse> =>
          send(e, { ...body, headers: { ...body.headers, 'if-match': version } })
        for (const version of ['', 'x', '*', '-1', '"1", "2"', '1e3', '99999999999999999999', '"\u00ff"']) {
          const response = await attempt(version)
          refused(`${e.name} ${version}`, response)
        }
        refused(`${e.name} stale`, await attempt('"999999999"'))
        const { 'if-match': _none, ...headers } = { 'if-match': '', ...body.headers } as Record<
          string,
          string
        >
        const without = await (
          await test.as(loginFor(e))
        ).inject({ method: e.method, url: await addresses.of(e), ...body, headers })
        refused(`${e.name} without`, without)
      }
    })
  })
})

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** What is encoded already stays as it is. */
function decodable(id: string): string {
  return id.replaceAll('%', '%25').replaceAll('%2500', '%00')
}
