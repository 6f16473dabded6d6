import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#kernel/errors/index.ts'
import { gb18030 } from '../testing/gb18030.ts'
import { messyMail } from '../testing/messy.ts'
import { winmail } from '../testing/winmail.ts'
import { readMail } from './read-mail.ts'
import { readTnef } from './tnef.ts'

async function keep(file: { name: string; type: string; stream: Readable }) {
  const chunks: Buffer[] = []
  for await (const chunk of file.stream as AsyncIterable<Buffer>) chunks.push(chunk)
  if (file.name.endsWith('.exe')) throw new AppError('files.type_not_allowed', { status: 415 })
  return { name: file.name, type: file.type, bytes: Buffer.concat(chunks) }
}
const read = (source: string) => readMail(Readable.from([Buffer.from(source)]), keep)

function example(kind: string) {
  for (let n = 0; n < 400; n++) {
    const mail = messyMail(n, 'test', 0)
    if (mail.kind === kind) return readMail(Readable.from(mail.pieces), keep)
  }
  throw new Error(`no ${kind}`)
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
/** A mail with one attachment of this type, and no words of its own. */
const carrying = (bytes: Buffer, type: string, name: string): string =>
  [
    'From: <a@b.example>',
    'Subject: s',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    base64(bytes),
    '--b--',
  ].join('\r\n')
const outlook = (bytes: Buffer) => read(carrying(bytes, 'application/ms-tnef', 'winmail.dat'))

const file = fc.record({
  name: fc.stringMatching(/^[\w\u4e00-\u9fff][\w \u4e00-\u9fff]{0,30}\.(txt|png)$/),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
})

describe('a winmail.dat', () => {
  it('gives its files by their long names, and its words where the mail has no others', async () => {
    const { text, files, lost } = await example('tnef')
    expect(text).toMatch(/^\S+ \d+$/)
    expect(files.map(({ name, type, bytes }) => [name, type, bytes.length > 10])).toEqual([
      ['截图.png', 'image/png', true],
      ['日志.txt', 'application/octet-stream', true],
    ])
    expect(lost).toEqual([])
    expect((await outlook(winmail({ text: '内网打不开' }))).text).toBe('内网打不开')
    expect((await outlook(winmail({ html: '<p>公文<b>系统</b></p>' }))).text).toBe('公文系统')
    expect((await outlook(winmail({ body: gb18030('打印机卡纸') }))).text).toBe('打印机卡纸')
  })

  it('gives back whatever was put into it', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), fc.string({ maxLength: 50 }), (files, words) => {
        const text = words.replaceAll('\u0000', '').toWellFormed()
        const box = readTnef(winmail({ text, files }))
        expect(box.complete).toBe(true)
        expect(box.text).toBe(text)
        expect(box.files.map(({ name, bytes }) => [name, bytes])).toEqual(
          files.map(({ name, bytes }) => [name.trim(), bytes]),
        )
      }),
    )
  })

  it('that is cut off anywhere ends with what there was of it, and says so', () => {
    const whole = winmail({ text: '话', files: [{ name: 'a.txt', bytes: Buffer.from('words') }] })
    for (let end = 0; end < whole.length; end++) {
      const box = readTnef(whole.subarray(0, end))
      for (const one of box.files) expect(one.bytes.toString()).toBe('words')
      // cut between two attributes it cannot be told from a shorter one
      if (box.complete) expect([end, box.files.length <= 1]).toEqual([end, true])
    }
    expect(readTnef(whole.subarray(0, whole.length - 1)).complete).toBe(false)
  })

  it('of any bytes is read or refused, and never hangs', async () => {
    const whole = winmail({
      text: '话',
      files: [{ name: 'a.txt', bytes: Buffer.from('words') }],
      messages: [{ name: 'm', bytes: winmail({ text: 'inner' }) }],
    })
    const bent = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 })
      .map((changes) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[at] = value
        return bytes
      })
    const garbage = fc
      .uint8Array({ maxLength: 400 })
      .map((bytes) => Buffer.concat([Buffer.from('789f3e220100', 'hex'), bytes]))
    await fc.assert(
      fc.asyncProperty(fc.oneof(bent, garbage), async (bytes) => {
        const { files, lost } = await outlook(bytes)
        expect(files.length + lost.length).toBeLessThan(10)
      }),
      { numRuns: 120 },
    )
  })

  it('opens the mails attached in it, but not without end', async () => {
    let bytes = winmail({ text: '最里面', files: [{ name: 'deep.txt', bytes: Buffer.from('x') }] })
    const two = winmail({ text: '外面', messages: [{ name: '转发', bytes }] })
    const opened = await outlook(two)
    expect(opened.text).toBe('外面\n\n最里面')
    expect(opened.files.map((one) => one.name)).toEqual(['deep.txt'])
    for (let n = 0; n < 20; n++) bytes = winmail({ messages: [{ name: `m${n}`, bytes }] })
    const { files, lost } = await outlook(bytes)
    expect(files).toEqual([])
    expect(lost.map((one) => one.reason)).toEqual(['mailbox.too_deep'])
  })
})

describe('an attached mail', () => {
  it('gives its words behind a line that says whose they are, and its files', async () => {
    const { text, files, lost } = await example('attached mail')
    expect(text).toMatch(
      /^见附件 \d+\n\n-{10} Forwarded message -{10}\nFrom: .*<other@elsewhere.example>\nSubject: .+\n\n\S+，见截图 \d+$/,
    )
    expect(files.map(({ name }) => name)).toEqual(['image001.png', '日志.txt'])
    expect(lost).toEqual([])
  })

  it('within attached mails is opened to a depth, and not without end', async () => {
    let mail = 'From: <in@b.example>\r\nSubject: inner\r\n\r\nthe words'
    for (let n = 0; n < 3; n++) mail = carrying(Buffer.from(mail), 'message/rfc822', `m${n}.eml`)
    expect((await read(mail)).text).toMatch(/the words$/)
    for (let n = 3; n < 12; n++) mail = carrying(Buffer.from(mail), 'message/rfc822', `m${n}.eml`)
    const { text, lost } = await read(mail)
    expect(text).not.toContain('the words')
    expect(lost.map((one) => [one.name, one.reason])).toEqual([['m6.eml', 'mailbox.too_deep']])
  })

  it('shares with its carrier how many files are kept, and tells of one that is refused or no mail', async () => {
    const many = Array.from({ length: 80 }, (_, i) =>
      ['--c', `Content-Type: text/plain; name=f${i}.txt`, 'Content-Disposition: attachment', '', 'x'].join(
        '\r\n',
      ),
    ).join('\r\n')
    const eml = `From: <a@b.example>\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n${many}\r\n--c--`
    const part = (name: string, body: string) =>
      [
        '--b',
        `Content-Type: message/rfc822; name="${name}"`,
        `Content-Disposition: attachment; filename="${name}"`,
        '',
        body,
      ].join('\r\n')
    const both = await read(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${part('1.eml', eml)}\r\n${part('2.eml', eml)}\r\n--b--`,
    )
    expect([both.files.length, both.lost.length]).toEqual([100, 60])
    expect(new Set(both.lost.map((one) => one.reason))).toEqual(new Set(['mailbox.too_many_files']))
    const endless = `X: ${'y'.repeat(1_200_000)}\r\n\r\n`
    const broken = await read(carrying(Buffer.from(endless), 'message/rfc822', 'no.eml'))
    expect(broken.lost).toEqual([
      { name: 'no.eml', type: 'message/rfc822', reason: 'mailbox.unreadable_part' },
    ])
    const refused = carrying(Buffer.from('MZ'), 'application/octet-stream', 'run.exe')
    const outer = await read(carrying(Buffer.from(refused), 'message/rfc822', 'm.eml'))
    expect(outer.lost.map((one) => [one.name, one.reason])).toEqual([['run.exe', 'files.type_not_allowed']])
  })
})
