import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../failure.ts'
import { pick } from './content.ts'
import { Message } from './message.ts'

function feed(bytes: Buffer, cuts: readonly number[], maxBytes = 1_000_000, headOnly = false): Message {
  const message = new Message({ headOnly: () => headOnly, maxBytes })
  let from = 0
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    message.push(bytes.subarray(from, cut))
    from = Math.max(from, cut)
  }
  message.push(bytes.subarray(from))
  message.end()
  return message
}

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'ok'
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

const chunked = (parts: readonly Buffer[]): Buffer =>
  Buffer.concat([
    ...parts
      .filter((part) => part.length > 0)
      .flatMap((part) => [Buffer.from(`${part.length.toString(16)};x=y\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from('0\r\nTrailer: 1\r\n\r\n'),
  ])

describe('an answer over HTTP', () => {
  it('is the same in whatever pieces it comes', () => {
    const body = fc.uint8Array({ maxLength: 400 }).map((one) => Buffer.from(one))
    fc.assert(
      fc.property(
        fc.array(body, { maxLength: 5 }),
        fc.constantFrom('chunked', 'length', 'close'),
        fc.array(fc.nat(2500), { maxLength: 30 }),
        fc.constantFrom('\r\n', '\n'),
        (parts, framing, cuts, end) => {
          const whole = Buffer.concat(parts)
          const field =
            framing === 'chunked'
              ? 'Transfer-Encoding: chunked'
              : framing === 'length'
                ? `Content-Length: ${whole.length}`
                : 'X: y'
          const head = [
            'HTTP/1.1 103 Early Hints',
            '',
            `HTTP/1.1 200 OK`,
            field,
            'Set-Cookie: a=b',
            '',
            '',
          ].join(end)
          const bytes = Buffer.concat([Buffer.from(head), framing === 'chunked' ? chunked(parts) : whole])
          const message = feed(bytes, cuts)
          expect([message.status, message.done, message.cut]).toEqual([200, true, false])
          expect(message.body.equals(whole)).toBe(true)
          expect(message.cookies).toEqual(['a=b'])
        },
      ),
    )
  })

  it('is never more than its limit, and says that it was cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(fc.nat(400), { maxLength: 5 }), (most, cuts) => {
        const message = feed(Buffer.from(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(301)}`), cuts, most)
        expect([message.body.length, message.cut]).toEqual([most, true])
      }),
    )
  })

  it('ends in a clear failure, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (raw, lead) => {
        const bytes = Buffer.concat([Buffer.from(lead ? 'HTTP/1.1 200 OK\r\n' : ''), Buffer.from(raw)])
        expect(['ok', 'malformed', 'closed', 'too_big']).toContain(codeOf(() => feed(bytes, [])))
      }),
    )
  })

  it.each([
    ['SSH-2.0-OpenSSH_9.2\r\n', 'malformed'],
    ['HTTP/1.1 200 OK\r\nno colon\r\n\r\n', 'malformed'],
    ['HTTP/1.1 20 OK\r\n\r\n', 'malformed'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', 'malformed'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx', 'ok'],
    ['HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'malformed'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nxx', 'closed'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'malformed'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxxyy\r\n', 'malformed'],
    [`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(2000)}`, 'too_big'],
    [`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}`, 'too_big'],
    [`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(400)}\r\n`, 'too_big'],
    ['HTTP/1.1 100 Continue\r\n\r\n'.repeat(20), 'malformed'],
    ['', 'closed'],
    ['HTTP/1.0 200 \r\n\r\nold', 'ok'],
    ['HTTP/1.1 200\r\n\r\n', 'ok'],
  ])('%j is %s', (text, code) => {
    expect(codeOf(() => feed(Buffer.from(text), []))).toBe(code)
  })

  it('to HEAD has no body, whatever length it names', () => {
    const message = feed(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n'), [], 10, true)
    expect([message.done, message.body.length]).toEqual([true, 0])
  })
})

describe('a JSON path', () => {
  const root = { data: [{ 'a b': 1, c: null }], 'x.y': { z: true }, length: 3 }
  it.each([
    ['$', root],
    ['', root],
    ['$.data[0].c', null],
    ["$.data[0]['a b']", 1],
    ['data[0]["a b"]', 1],
    ["$['x.y'].z", true],
    ['$.length', 3],
    ['$.data.length', undefined],
    ['$.data[9].c', undefined],
    ['$.constructor', undefined],
    ['$.__proto__', undefined],
    ['$.data[0].c.d', undefined],
  ])('%s', (path, value) => {
    expect(pick(root, path)).toEqual(value)
  })
})
