/** Mails as they come: in the charsets, encodings and states of disrepair that mail programs in use produce. */
import { createHash, randomBytes } from 'node:crypto'
import { gb18030 } from './gb18030.ts'
import { winmail } from './winmail.ts'

/** What is to become of a mail of the generator. */
export type Fate = 'opened' | 'commented' | 'ignored' | 'duplicate'

export interface MessyMail {
  kind: string
  fate: Fate
  /** its bytes, in pieces: a large one is never in memory as a whole */
  pieces: Iterable<Buffer>
}

const crlf = (lines: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(
    lines.flatMap((line) => [typeof line === 'string' ? Buffer.from(line) : line, Buffer.from('\r\n')]),
  )

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
const word = (charset: string, bytes: Buffer): string => `=?${charset}?B?${bytes.toString('base64')}?=`

/** Quoted-printable with soft line ends where they fall, in the middle of characters too. */
function quotedPrintable(bytes: Buffer): string {
  const encoded = [...bytes].map((b) =>
    (b >= 33 && b <= 126 && b !== 61) || b === 32 || b === 10 || b === 13
      ? String.fromCharCode(b)
      : `=${b.toString(16).toUpperCase().padStart(2, '0')}`,
  )
  let line = 0
  return encoded
    .map((part) => {
      line = part === '\n' ? 0 : line + part.length
      if (line <= 72) return part
      line = part.length
      return `=\r\n${part}`
    })
    .join('')
}

const troubles = [
  '打印机卡纸',
  '内网打不开',
  '公文系统报错',
  '密码忘记了',
  '视频会议没有声音',
  '电子印章无法使用',
] as const
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

interface Seed {
  n: number
  id: string
  from: string
  title: string
}

const date = (n: number): string =>
  new Date(Date.UTC(2026, 10, 20) + n * 61_000).toUTCString().replace('GMT', '+0000')
const head = (s: Seed, subject: string | Buffer, ...more: (string | Buffer)[]): (string | Buffer)[] => [
  'Return-Path: <sender@outside.example>',
  `Received: from mx${s.n % 7}.outside.example by mail.city.example; ${date(s.n)}`,
  `Message-ID: ${s.id}`,
  `Date: ${date(s.n)}`,
  `From: ${s.from}`,
  'To: <desk@city.example>',
  typeof subject === 'string' ? `Subject: ${subject}` : Buffer.concat([Buffer.from('Subject: '), subject]),
  ...more,
]
const mime = 'MIME-Version: 1.0'
const part = (boundary: string, headers: string[], body: string | Buffer): (string | Buffer)[] => [
  `--${boundary}`,
  ...headers,
  '',
  body,
]

type Maker = (s: Seed) => (string | Buffer)[]

const utf8: Maker = (s) => [
  ...head(
    s,
    word('UTF-8', Buffer.from(`${s.title} №${s.n} 😀`)),
    mime,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
  ),
  '',
  quotedPrintable(Buffer.from(`各位好，\r\n${s.title}，编号 ${s.n}，请处理。\r\n\r\n-- \r\n办公室`)),
]

const gbBase64: Maker = (s) => [
  ...head(
    s,
    word('gb2312', gb18030(`${s.title}镕 ${s.n}`)),
    mime,
    'Content-Type: text/plain; charset="GB2312"',
    'Content-Transfer-Encoding: base64',
  ),
  '',
  base64(gb18030(`您好：\r\n${s.title}，第 ${s.n} 次了，朱镕同志催办。`)),
]

/** No charset anywhere, eight-bit bytes everywhere. */
const rawGbk: Maker = (s) => [
  ...head(s, gb18030(`${s.title} ${s.n}`)),
  '',
  gb18030(`${s.title}\r\n没有声明字符集，编号 ${s.n}。`),
]

/** A subject whose words are broken in the middle of characters. */
const brokenWords: Maker = (s) => {
  const bytes = Buffer.from(`${s.title}的主题很长很长需要折行显示编号${s.n}`)
  return [
    ...head(
      s,
      `${word('utf-8', bytes.subarray(0, 22))}\r\n ${word('utf-8', bytes.subarray(22))}`,
      mime,
      'Content-Type: text/html; charset=gbk',
      'Content-Transfer-Encoding: 8bit',
    ),
    '',
    gb18030(
      `<html><head><style>p{color:red}</style></head><body><p>${s.title}</p><script>alert(1)</script><p>编号 ${s.n}</p></body></html>`,
    ),
  ]
}

const nested: Maker = (s) => [
  ...head(
    s,
    word('GB18030', gb18030(`截图：${s.title} ${s.n}`)),
    mime,
    'Content-Type: multipart/mixed; boundary="=_mix"',
  ),
  '',
  'This is a multi-part message in MIME format.',
  '--=_mix',
  'Content-Type: multipart/related; boundary="=_rel"',
  '',
  '--=_rel',
  'Content-Type: multipart/alternative; boundary="=_alt"',
  '',
  ...part(
    '=_alt',
    ['Content-Type: text/plain; charset=gb18030', 'Content-Transfer-Encoding: base64'],
    base64(gb18030(`${s.title}，见截图 ${s.n}`)),
  ),
  ...part(
    '=_alt',
    ['Content-Type: text/html; charset=gb18030', 'Content-Transfer-Encoding: base64'],
    base64(gb18030(`<b>${s.title}</b><img src="cid:a">`)),
  ),
  '--=_alt--',
  ...part(
    '=_rel',
    ['Content-Type: image/png; name="image001.png"', 'Content-ID: <a>', 'Content-Transfer-Encoding: base64'],
    base64(Buffer.concat([png, Buffer.from(String(s.n))])),
  ),
  '--=_rel--',
  ...part(
    '=_mix',
    [
      `Content-Type: text/plain; name="${word('gbk', gb18030('日志.txt'))}"`,
      'Content-Disposition: attachment',
      'Content-Transfer-Encoding: base64',
    ],
    base64(Buffer.from(`log ${s.n}\n`)),
  ),
  '--=_mix--',
]

/** What Outlook sends: the words, and a winmail.dat that holds them and the files. */
const withTnef =
  (bytes: (s: Seed) => Buffer): Maker =>
  (s) => [
    ...head(
      s,
      word('utf-8', Buffer.from(`${s.title} ${s.n}`)),
      mime,
      'Content-Type: multipart/mixed; boundary="tnef"',
    ),
    '',
    ...part('tnef', ['Content-Type: text/plain; charset=utf-8'], `${s.title} ${s.n}`),
    ...part(
      'tnef',
      [
        'Content-Type: application/ms-tnef; name="winmail.dat"',
        'Content-Disposition: attachment; filename="winmail.dat"',
        'Content-Transfer-Encoding: base64',
      ],
      base64(bytes(s)),
    ),
    '--tnef--',
  ]
const tnef = withTnef((s) =>
  winmail({
    text: `${s.title} ${s.n}`,
    files: [
      { name: '截图.png', type: 'image/png', bytes: Buffer.concat([png, Buffer.from(String(s.n))]) },
      { name: '日志.txt', bytes: Buffer.from(`log ${s.n}\n`.repeat(50)) },
    ],
  }),
)
/** Signature, key, and nothing that makes sense. */
const tornTnef = withTnef((s) =>
  Buffer.concat([Buffer.from('789f3e220100', 'hex'), Buffer.from(String(s.n)), Buffer.alloc(2000, 7)]),
)
/** Another mail as a file, with a file of its own. */
const attachedMail: Maker = (s) => [
  ...head(
    s,
    word('utf-8', Buffer.from(`${s.title} ${s.n}`)),
    mime,
    'Content-Type: multipart/mixed; boundary="eml"',
  ),
  '',
  ...part('eml', ['Content-Type: text/plain; charset=utf-8'], `见附件 ${s.n}`),
  ...part(
    'eml',
    [
      'Content-Type: message/rfc822; name="mail.eml"',
      'Content-Disposition: attachment; filename="mail.eml"',
      'Content-Transfer-Encoding: base64',
    ],
    base64(crlf(nested({ ...s, id: `<inner-${s.n}@elsewhere.example>`, from: '<other@elsewhere.example>' }))),
  ),
  '--eml--',
]

/** Ends in the middle: no closing boundary, a base64 part cut off. */
const torn: Maker = (s) => [
  ...head(
    s,
    word('utf-8', Buffer.from(`半封信 ${s.n}`)),
    mime,
    'Content-Type: multipart/mixed; boundary="torn"',
  ),
  '',
  ...part('torn', ['Content-Type: text/plain; charset=no-such-charset'], `${s.title} ${s.n}`),
  ...part(
    'torn',
    ['Content-Type: image/png; name=a.png', 'Content-Transfer-Encoding: base64'],
    base64(png).slice(0, 41),
  ),
]

const forwarded: Maker = (s) => [
  ...head(
    s,
    word('utf-8', Buffer.from(`转发: ${s.title} ${s.n}`)),
    mime,
    'Content-Type: multipart/mixed; boundary="fwd"',
  ),
  '',
  ...part('fwd', ['Content-Type: text/plain; charset=utf-8'], `请看下面 ${s.n}`),
  '--fwd',
  'Content-Type: message/rfc822',
  '',
  ...utf8({ ...s, id: `<inner-${s.n}@elsewhere.example>`, from: '<other@elsewhere.example>' }),
  '--fwd--',
]

/** Very long lines, bare line feeds, no Message-ID, no date. */
const ragged: Maker = (s) => [
  Buffer.from(
    `From: ${s.from}\nTo: desk@city.example\nSubject: ragged ${s.n} ${s.title}\nContent-Type: text/plain; charset=utf-8\n\n${`${s.title} `.repeat(9000)}\nend ${s.n}`,
  ),
]

const empty: Maker = (s) => [
  ...head(
    s,
    '',
    mime,
    'Content-Type: application/pdf; name="scan.pdf"',
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
  ),
  '',
  base64(Buffer.from(`%PDF-1.4\n%${s.n}\n%%EOF\n`)),
]

const vacation: Maker = (s) => [
  ...head(
    s,
    word('utf-8', Buffer.from(`自动回复: ${s.title} ${s.n}`)),
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
  ),
  '',
  '我在休假。',
]
const loop: Maker = (s) => [...head(s, `Re: loop ${s.n}`, 'X-Loop: zhengyun@zhengyun.invalid'), '', 'again']
const list: Maker = (s) => [
  ...head(s, `[list] digest ${s.n}`, 'List-Id: <all.city.example>', 'Precedence: list'),
  '',
  '通知',
]
const bounce: Maker = (s) => [
  'Return-Path: <>',
  ...head(
    s,
    'Undelivered Mail Returned to Sender',
    mime,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="dsn"',
  ).slice(1),
  '',
  ...part('dsn', ['Content-Type: text/plain'], 'I am sorry to have to inform you'),
  ...part(
    'dsn',
    ['Content-Type: message/delivery-status'],
    `Reporting-MTA: dns; mx.outside.example\r\n\r\nFinal-Recipient: rfc822; gone${s.n}@outside.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user`,
  ),
  ...part(
    'dsn',
    ['Content-Type: message/rfc822'],
    crlf([`Message-ID: <nobody-${s.n}@somewhere.example>`, 'Subject: x', '', 'y']),
  ),
  '--dsn--',
]

const opening: readonly [string, Maker][] = [
  ['utf-8 qp', utf8],
  ['gb2312 base64', gbBase64],
  ['raw gbk', rawGbk],
  ['broken words', brokenWords],
  ['nested', nested],
  ['tnef', tnef],
  ['tnef torn', tornTnef],
  ['attached mail', attachedMail],
  ['torn', torn],
  ['forwarded', forwarded],
  ['ragged', ragged],
  ['empty', empty],
]
const silent: readonly [string, Maker][] = [
  ['vacation', vacation],
  ['loop', loop],
  ['list', list],
  ['bounce', bounce],
]

const seedOf = (n: number, salt: string): Seed => ({
  n,
  id: `<${createHash('sha256').update(`${salt} ${n}`).digest('hex').slice(0, 24)}@outside.example>`,
  from: `${word('GBK', gb18030('张同志'))} <sender${n % 997}@outside.example>`,
  title: troubles[n % troubles.length]!,
})

/** 30 MB of random bytes as an attachment, beside a few words. */
function* large(s: Seed, megabytes: number): Generator<Buffer> {
  yield crlf([
    ...head(
      s,
      word('utf-8', Buffer.from(`大附件 ${s.n}`)),
      mime,
      'Content-Type: multipart/mixed; boundary="big"',
    ),
    '',
    ...part('big', ['Content-Type: text/plain; charset=utf-8'], `${s.title} ${s.n}`),
    '--big',
    'Content-Type: application/zip; name="big.zip"',
    'Content-Disposition: attachment; filename="big.zip"',
    'Content-Transfer-Encoding: base64',
    '',
  ])
  const row = 57 * 1000
  yield Buffer.from(`${base64(Buffer.concat([Buffer.from('504b0304', 'hex'), randomBytes(row - 4)]))}\r\n`)
  for (let sent = row; sent < (megabytes * 2 ** 20 * 3) / 4; sent += row)
    yield Buffer.from(`${base64(randomBytes(row)).trimEnd()}\r\n`)
  yield crlf(['--big--'])
}

/**
 * The n-th mail of a series, always the same for the same salt but for the bytes of large ones. Of twenty mails fourteen
 * open tickets, two answer an earlier one of the same sender, three are to be ignored, one is an earlier one once more.
 * @param largeEvery every so manyth mail has 30 MB; 0: none
 */
export function messyMail(n: number, salt: string, largeEvery: number): MessyMail {
  const s = seedOf(n, salt)
  if (largeEvery > 0 && n % largeEvery === largeEvery - 1)
    return { kind: '30 MB', fate: 'opened', pieces: large(s, 30) }
  const place = n % 20
  if (place === 19 && n >= 20) return { ...again(n - 19, salt), fate: 'duplicate', kind: 'once more' }
  if (place === 17 || place === 18) {
    const earlier = seedOf(n - place, salt)
    const reply = { ...s, from: earlier.from }
    const pieces = [
      crlf([
        ...head(
          reply,
          `Re: ${word('utf-8', Buffer.from(earlier.title))}`,
          `In-Reply-To: ${earlier.id}`,
          `References: ${earlier.id}`,
          mime,
          'Content-Type: text/plain; charset=utf-8',
        ),
        '',
        `补充一下 ${n}：还是不行。`,
        '',
        '在 2026年11月20日 10:00，张同志 写道：',
        '> 各位好',
      ]),
    ]
    return { kind: 'reply', fate: 'commented', pieces }
  }
  if (place >= 14 && place <= 16) {
    const [kind, make] = silent[Math.floor(n / 20 + place) % silent.length]!
    return { kind, fate: 'ignored', pieces: [crlf(make(s))] }
  }
  return again(n, salt)
}

/** One that opens a ticket. The first of each twenty is of the kind that replies refer to. */
function again(n: number, salt: string): MessyMail {
  const s = seedOf(n, salt)
  const [kind, make] = n % 20 === 0 ? opening[0]! : opening[(Math.floor(n / 20) + n) % opening.length]!
  return { kind, fate: 'opened', pieces: [crlf(make(s))] }
}
