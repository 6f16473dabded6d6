import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#kernel/errors/index.ts'
import { gb18030 } from '../testing/gb18030.ts'
import { messyMail } from '../testing/messy.ts'
import { decodeBytes, headerText } from './decode.ts'
import { readMail } from './read-mail.ts'
import { titleOf } from './texts.ts'

interface Kept {
  name: string
  type: string
  size: number
}

/** Keeps what has a name that may be kept, as the file room does; gives up in the middle of what is too large. */
async function keep(file: { name: string; type: string; stream: Readable }): Promise<Kept> {
  if (file.name.endsWith('.dat')) throw new AppError('files.type_not_allowed', { status: 415 })
  let size = 0
  for await (const chunk of file.stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > 20 * 2 ** 20) throw new AppError('files.too_large', { status: 413 })
  }
  return { name: file.name, type: file.type, size }
}

const read = (source: Iterable<Buffer> | string) =>
  readMail(typeof source === 'string' ? Readable.from([Buffer.from(source)]) : Readable.from(source), keep)

/** The first mail of a kind in the generator's series. */
function example(kind: string) {
  for (let n = 0; n < 400; n++) {
    const mail = messyMail(n, 'test', 150)
    if (mail.kind === kind) return { n, mail: read(mail.pieces) }
  }
  throw new Error(`no ${kind}`)
}

describe('a messy mail', () => {
  it.each(['gb2312 base64', 'raw gbk', 'broken words', 'utf-8 qp'])(
    'of kind %s is read right',
    async (kind) => {
      const { n, mail } = example(kind)
      const { head, text, lost } = await mail
      const said = `${head.subject} ${text}`
      expect(said).toMatch(/打印机卡纸|内网打不开|公文系统报错|密码忘记了|视频会议没有声音|电子印章无法使用/)
      expect(said).not.toMatch(/\ufffd|�|<p>|alert|color:red/)
      expect(said).toContain(String(n))
      expect(head.from).toEqual({ name: '张同志', address: `sender${n % 997}@outside.example` })
      expect(lost).toEqual([])
    },
  )

  it('gives its plain words once, and its pictures and files with their names', async () => {
    const { text, files } = await example('nested').mail
    expect(text).toMatch(/^.{4,12}，见截图 \d+$/)
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['image001.png', 'image/png'],
      ['日志.txt', 'text/plain'],
    ])
  })

  it('says which part could not be kept', async () => {
    const { lost, files } = await example('tnef torn').mail
    expect(files).toEqual([])
    expect(lost).toEqual([
      { name: 'winmail.dat', type: 'application/ms-tnef', reason: 'mailbox.unreadable_part' },
    ])
  })

  it('that is torn off gives what there is of it', async () => {
    const { text, files } = await example('torn').mail
    expect(text).toMatch(/\d+$/)
    expect(files.map(({ name }) => name)).toEqual(['a.png'])
  })

  it('that forwards another shows where that begins', async () => {
    expect((await example('forwarded').mail).text).toMatch(
      /^请看下面 \d+\n\n-{10} Forwarded message -{10}\nFrom: .* <other@elsewhere.example>\nSubject: .*\n\n各位好/,
    )
  })

  it('of 30 MB is read in pieces, also when its file is refused in the middle', async () => {
    const { lost, text } = await example('30 MB').mail
    expect(lost.map(({ name, reason }) => [name, reason])).toEqual([['big.zip', 'files.too_large']])
    expect(text).not.toBe('')
  }, 30_000)

  it('of long lines without identity is read, and has a fingerprint', async () => {
    const { head, text, fingerprint } = await example('ragged').mail
    expect([head.messageId, head.sentAt]).toEqual([null, null])
    expect(text).toMatch(/end \d+$/)
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })

  it('brings the machine-readable parts of a bounce', async () => {
    const { report } = await example('bounce').mail
    expect(report.status).toMatch(/Final-Recipient: rfc822; gone\d+@outside\.example/)
    expect(report.original).toMatch(/^<nobody-\d+@somewhere\.example>$/)
  })
})

describe('the fingerprint', () => {
  it('is the same by whichever way a mail came, and another for other words', async () => {
    const body = 'Message-ID: <a@b>\r\nFrom: <x@y.example>\r\nSubject: s\r\n\r\nwords'
    const [one, two, three] = await Promise.all([
      read(`Delivered-To: one\r\n${body}`),
      read(`Received: elsewhere\r\nDelivered-To: two\r\n${body}`),
      read(`${body} more`),
    ])
    expect(two.fingerprint).toBe(one.fingerprint)
    expect(three.fingerprint).not.toBe(one.fingerprint)
  })

  it('does not depend on how the bytes arrive', async () => {
    const bytes = Buffer.concat([...messyMail(4, 'test', 0).pieces])
    const whole = await read([bytes])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i], end))
        const cut = await read(pieces.filter((piece) => piece.length > 0))
        expect([cut.fingerprint, cut.text, cut.files]).toEqual([whole.fingerprint, whole.text, whole.files])
      }),
      { numRuns: 40 },
    )
  })
})

describe('any bytes', () => {
  it('are read or refused, and never hang', async () => {
    const soup = fc.array(
      fc.oneof(
        fc.constantFrom(
          '--b',
          '--b--',
          'Content-Type: multipart/mixed; boundary=b',
          'Content-Type: message/rfc822',
          '',
          'From: =?gb2312?B?xx?=',
          'Content-Transfer-Encoding: base64',
          'Content-Disposition: attachment; filename="=?x?Q?=ZZ?="',
        ),
        fc.string({ maxLength: 40 }),
      ),
      { maxLength: 30 },
    )
    await fc.assert(
      fc.asyncProperty(soup, async (lines) => {
        const { text, head } = await read(lines.join('\r\n') || ' ')
        const words = `${text}${head.subject}`
        // what PostgreSQL cannot store
        expect(words).not.toContain('\0')
        expect(words.isWellFormed()).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('charsets', () => {
  it('are believed when the bytes agree, and found out when not', () => {
    expect(decodeBytes(gb18030('网络故障'), 'gb2312')).toBe('网络故障')
    expect(decodeBytes(Buffer.from('网络故障'), 'gb2312')).toBe('网络故障')
    expect(decodeBytes(gb18030('网络故障'), 'utf-8')).toBe('网络故障')
    expect(decodeBytes(gb18030('网络故障'), 'us-ascii')).toBe('网络故障')
    expect(decodeBytes(Buffer.from('caf\u00e9', 'latin1'), 'iso-8859-1')).toBe('café')
    expect(decodeBytes(Buffer.from('81308130', 'hex'), 'gb18030')).toBe('\u0080')
  })
  it('of headers likewise; what cannot be decoded stays', () => {
    expect(headerText(gb18030('关于“网络”的报告').toString('latin1'))).toBe('关于“网络”的报告')
    expect(headerText('=?GB2312?Q?=CD=F8?=\r\n =?GB2312?Q?=C2=E7?= x')).toBe('网络 x')
    expect(headerText('=?klingon?B?YWJj?=')).toBe('abc')
  })
})

describe('a title', () => {
  it.each([
    ['Re: 回复：打印机 [INC-20261121-0001]', '打印机'],
    ['答复: Fw: FW[2]: x y', 'x y'],
    ['转发的艺术', '转发的艺术'],
    ['', ''],
  ])('of %j is %j', (subject, title) => expect(titleOf(subject)).toBe(title))
})
