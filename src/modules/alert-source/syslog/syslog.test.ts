import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Frames } from './frames.ts'
import { decodeText, parseSyslog, syslogFields } from './parse.ts'

describe('messages', () => {
  it('of RFC 5424 are read, by its examples', () => {
    const one = parseSyslog(
      `<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="App\\"x"][b a="1"] \ufeffAn application event`,
    )
    expect(one).toMatchObject({
      facility: 20,
      severity: 5,
      host: 'mymachine.example.com',
      app: 'evntslog',
      procid: '',
      msgid: 'ID47',
      message: 'An application event',
      form: 'rfc5424',
    })
    const field = syslogFields(one, '10.0.0.1')
    expect([field('exampleSDID@32473.eventSource'), field('b.a'), field('facility')]).toEqual([
      'App"x',
      '1',
      'local4',
    ])
    expect(parseSyslog('<34>1 - - - - - -').message).toBe('')
  })

  it.each([
    [`<34>Oct 11 22:14:15 mymachine su: 'su root' failed`, 'mymachine', 'su', '', `'su root' failed`],
    ['<13>Feb  5 17:32:18 10.0.0.99 sshd[42]: x y', '10.0.0.99', 'sshd', '42', 'x y'],
    ['<187>Nov 22 2026 03:00:00 sw1 %%10IFNET/3/LINK: down', 'sw1', '%%10IFNET/3/LINK', '', 'down'],
    ['<189>42: *Mar  1 00:00:10.123: %SYS-5-CONFIG_I: by vty0', '', '%SYS-5-CONFIG_I', '', 'by vty0'],
    ['<187>Nov 22 03:00:00 sw1 : %LINK-3-UPDOWN: up', 'sw1', '%LINK-3-UPDOWN', '', 'up'],
    ['<30>2026-11-22T03:00:00.1+08:00 web01 nginx: ok', 'web01', 'nginx', '', 'ok'],
    ['<30>nginx[7]: no time', '', 'nginx', '7', 'no time'],
    ['no priority at all', '', '', '', 'no priority at all'],
  ])('of RFC 3164 are read as devices write them: %s', (text, host, app, procid, message) => {
    expect(parseSyslog(text)).toMatchObject({ host, app, procid, message })
  })

  it('without priority are notices, and say the sender’s address where they have no name', () => {
    const one = parseSyslog('<999>x')
    expect([one.facility, one.severity]).toEqual([1, 5])
    expect(syslogFields(one, '10.0.0.7')('host')).toBe('10.0.0.7')
  })

  it('are text, whatever octets they are', () => {
    expect(decodeText(Buffer.from([0x3c, 0x31, 0x3e, 0xb9, 0xca, 0xd5, 0xcf]))).toBe('<1>故障')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        const text = decodeText(Buffer.from(octets))
        expect(text).not.toMatch(/[\u0000-\u0008\u000a-\u001f]/)
        const read = parseSyslog(`<13>${text}`)
        expect(read.message.length).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('made to be hard cost what they weigh', () => {
    const begun = process.cpuUsage()
    for (const bad of [
      `<13>1 - - - - - ${'[a b="'.repeat(3000)}`,
      `<13>1 - - - - - [a ${'b="\\\\" '.repeat(3000)}`,
      `<13>${'Jan  1 '.repeat(3000)}`,
      `<13>1 ${'x'.repeat(16_000)}`,
      `${'<'.repeat(16_000)}`,
    ])
      parseSyslog(bad)
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1000).toBeLessThan(1500)
  })
})

/** Feeds a stream in pieces. */
function feed(frames: Frames, stream: Buffer, cuts: readonly number[]): string[] {
  const found: string[] = []
  let at = 0
  for (const cut of cuts) {
    const end = Math.min(stream.length, at + 1 + (cut % 50))
    found.push(...frames.push(stream.subarray(at, end)).map(String))
    at = end
  }
  found.push(...frames.push(stream.subarray(at)).map(String), ...frames.end().map(String))
  return found
}

describe('frames', () => {
  const message = fc.string({
    minLength: 1,
    maxLength: 60,
    unit: fc.constantFrom('<', 'a', ' ', '5', '>', '中'),
  })

  it('give back what was framed, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(message, fc.boolean()), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (messages, cuts) => {
          // a line begins with no digit
          const texts = messages.map(([text, counted]) => [counted ? text : `<13>${text}`, counted] as const)
          const stream = Buffer.concat(
            texts.map(([text, counted]) =>
              counted ? Buffer.from(`${Buffer.byteLength(text)} ${text}`) : Buffer.from(`${text}\n`),
            ),
          )
          const frames = new Frames(8192)
          expect(feed(frames, stream, cuts)).toEqual(texts.map(([text]) => text))
          expect(frames.counts).toEqual({ oversized: 0, malformed: 0 })
        },
      ),
    )
  })

  it('pass over what is too long, count it, and go on behind it', () => {
    const frames = new Frames(10)
    expect(feed(frames, Buffer.from(`20 ${'x'.repeat(20)}3 abc<${'y'.repeat(50)}\n<ok>\n`), [])).toEqual([
      'abc',
      '<ok>',
    ])
    expect(frames.counts.oversized).toBe(2)
  })

  it('end the conversation with who has lost count', () => {
    const frames = new Frames(8192)
    frames.push(Buffer.from('99999999 x'))
    expect(frames.broken).toBe(true)
  })

  it('hold no more than one message, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 30 }), (chunks) => {
        const frames = new Frames(480)
        for (const chunk of chunks) {
          for (const one of frames.push(Buffer.from(chunk))) expect(one.length).toBeLessThanOrEqual(480)
          expect(frames.waiting).toBeLessThanOrEqual(500)
        }
        frames.end()
      }),
    )
  })
})
