import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHead } from '../parse/head.ts'
import { automaticReason } from './automatic.ts'
import { readBounce } from './bounce.ts'
import { decide, numbersIn, type Facts, type Policy } from './decide.ts'
import { newWords, replyMark } from './quote.ts'

const headOf = (...lines: string[]) =>
  readHead(lines.map((line) => ({ key: line.slice(0, line.indexOf(':')).toLowerCase(), line })))

describe('a mail that no person wrote', () => {
  const we = { addresses: new Set(['desk@city.example']), loopMark: 'zhengyun@city.example' }
  it.each([
    [['Auto-Submitted: auto-replied'], 'vacation'],
    [['Auto-Submitted: auto-generated (rejected)'], 'auto_submitted'],
    [['Auto-Submitted: no'], null],
    [['Precedence: bulk'], 'bulk'],
    [['Precedence: junk'], 'bulk'],
    [['List-Id: <a.b>'], 'bulk'],
    [['Precedence: auto_reply'], 'vacation'],
    [['X-Autoreply: yes'], 'vacation'],
    [['Subject: 自动回复: 打印机'], 'vacation'],
    [['Subject: Out of Office: x'], 'vacation'],
    [['Subject: 自动回复功能坏了怎么办'], 'vacation'],
    [['Return-Path: <>'], 'null_sender'],
    [['Return-Path: <a@b.example>'], null],
    [['From: MAILER-DAEMON@mx.example'], 'null_sender'],
    [['From: 服务台 <Desk@City.example>'], 'own_address'],
    [['X-Loop: Zhengyun@city.example'], 'loop'],
    [['X-Loop: other@elsewhere.example'], null],
    [[], null],
  ] as const)('%j → %s', (lines, reason) => {
    expect(automaticReason(headOf(...lines), we)).toBe(reason)
  })
})

describe('a bounce', () => {
  const none = { text: '', report: { status: '', original: '' } }
  const ours = '<INC-20261121-0001.01990000-0000-7000-8000-000000000000@city.example>'
  it('of the standard names recipient, reason, and our mail', () => {
    const status =
      'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; Wang@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550\n no such user'
    const head = headOf(
      'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
      'Return-Path: <>',
    )
    expect(readBounce(head, { text: '', report: { status, original: ours } }, 'city.example')).toEqual({
      deliveries: [
        { recipient: 'wang@x.example', action: 'failed', status: '5.1.1', diagnostic: '550 no such user' },
      ],
      ids: [ours],
      delayed: false,
    })
  })
  it('in prose counts by an id of ours in it', () => {
    const head = headOf('From: postmaster@163.example', 'Subject: 系统退信')
    expect(readBounce(head, { ...none, text: `退信\nMessage-ID: ${ours}` }, 'city.example')?.ids).toEqual([
      ours,
    ])
    expect(readBounce(head, none, 'city.example')).toBeNull()
  })
  it('is no mail of a person that cites us', () => {
    expect(
      readBounce(
        headOf('From: a@b.example', `In-Reply-To: ${ours}`),
        { ...none, text: ours },
        'city.example',
      ),
    ).toBeNull()
  })
  it('that only tells of a delay says so', () => {
    const status = 'Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.0.0'
    expect(
      readBounce(headOf(), { text: '', report: { status, original: ours } }, 'city.example')?.delayed,
    ).toBe(true)
  })
})

describe('the new words of a reply', () => {
  const quoted = '各位好\n打印机坏了'
  it.each([
    ['还是不行', `> ${replyMark}\n> 已处理`],
    ['谢谢', `在 2026年11月20日 10:00，服务台 <desk@city.example> 写道：\n\n${quoted}`],
    [
      '谢谢',
      `------------------ 原始邮件 ------------------\n发件人: "服务台" <desk@city.example>\n发送时间: 2026年11月20日\n${quoted}`,
    ],
    ['ok', `-----Original Message-----\nFrom: desk\nSent: today\nTo: me\nSubject: x\n\n${quoted}`],
    [
      'ok',
      `________________________________\n发件人: desk\n发送时间: 今天\n收件人: 我\n主题: x\n\n${quoted}`,
    ],
    ['ok', `From: Desk <desk@city.example>\nDate: Fri, 20 Nov 2026\nTo: me\n\n${quoted}`],
    [
      'ok',
      `On Fri, 20 Nov 2026 at 10:00, Desk <desk@city.example>\nwrote:\n\n> ${quoted.replace('\n', '\n> ')}`,
    ],
    ['ok', `At 2026-11-20 10:00:00, "desk" <desk@city.example> wrote:\n${replyMark}\n${quoted}`],
    ['ok', `> 各位好\n> 打印机坏了`],
  ])('%j stand above what is quoted', (words, quote) => {
    expect(newWords(`${words}\n\n${quote}`)).toEqual({ words, cut: true })
    expect(newWords(`${words}\r\n\r\n${quote}`.replace(/\r/g, ''))).toEqual({ words, cut: true })
  })
  it('between quoted lines are kept with them', () => {
    const text = '张三 写道：\n> 哪台打印机？\n三楼的\n> 型号？\nM283'
    expect(newWords(text).words).toBe(text)
  })
  it('do not contain a signature', () => {
    expect(newWords('好的\n-- \n办公室 王某').words).toBe('好的')
  })
  it('are not cut at ordinary lines', () => {
    for (const text of ['From: 三楼\n到四楼', '于是他写道：好', '---\n一条线', '发件人：在哪里看'])
      expect(newWords(text)).toEqual({ words: text, cut: false })
  })
  it('are never nothing where there are words, and never more than the text', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '> a',
        '',
        replyMark,
        '-- ',
        '张三 写道：',
        'From: x',
        'Sent: y',
        '-----Original Message-----',
        '___________________________',
      ),
      fc.string({ maxLength: 20 }).map((s) => s.replace(/[\r\n]/g, ' ')),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 15 }), (lines) => {
        const text = lines.join('\n')
        const { words } = newWords(text)
        expect(words === '').toBe(text.trim() === '')
        expect(text).toContain(words)
      }),
    )
  })
})

describe('the decision', () => {
  const policy: Policy = { unknownSender: 'caller', resolvedReply: 'reopen', closedReply: 'new' }
  const facts: Facts = {
    automatic: null,
    bounce: null,
    sender: { kind: 'stranger' },
    thread: null,
    overLimit: false,
    anyway: false,
  }
  const on = (state: 'open' | 'resolved' | 'ended', more: object = {}) => ({
    thread: { state, participant: true, affected: true, ...more },
  })
  it.each([
    [{}, {}, 'open'],
    [{}, { unknownSender: 'quarantine' }, 'quarantine unknown_sender'],
    [{}, { unknownSender: 'reject' }, 'reject'],
    [{ sender: { kind: 'none' } }, {}, 'quarantine no_sender'],
    [{ sender: { kind: 'person', mayFile: true } }, { unknownSender: 'reject' }, 'open'],
    [{ sender: { kind: 'person', mayFile: false } }, {}, 'quarantine may_not_file'],
    [{ overLimit: true }, {}, 'quarantine rate'],
    [{ overLimit: true, anyway: true }, {}, 'open'],
    [{ automatic: 'bulk', bounce: { matched: true, delayed: false } }, {}, 'bounce'],
    [{ bounce: { matched: true, delayed: true } }, {}, 'ignore delayed'],
    [{ bounce: { matched: false, delayed: false } }, {}, 'ignore bounce_unmatched'],
    [{ automatic: 'vacation', ...on('open') }, {}, 'ignore vacation'],
    [on('open'), {}, 'comment'],
    [on('resolved'), {}, 'comment reopen'],
    [on('resolved', { affected: false }), {}, 'comment'],
    [on('resolved'), { resolvedReply: 'comment' }, 'comment'],
    [on('ended'), {}, 'open linked'],
    [on('ended'), { closedReply: 'comment' }, 'comment'],
    [on('open', { participant: false }), {}, 'quarantine not_participant'],
    [{ ...on('open', { participant: false }), sender: { kind: 'person', mayFile: true } }, {}, 'open'],
    [{ ...on('open', { participant: false }), anyway: true }, {}, 'open'],
  ] as const)('%j %j → %s', (some, other, what) => {
    const made = decide(
      { ...facts, ...(some as Partial<Facts>) },
      { ...policy, ...(other as Partial<Policy>) },
    )
    const words: string[] = [made.kind]
    if ('reason' in made) words.push(made.reason)
    if ('linked' in made && made.linked) words.push('linked')
    if ('reopen' in made && made.reopen) words.push('reopen')
    expect(words.join(' ')).toBe(what)
  })

  it('never lets a mail reach a ticket whose sender takes no part in it, nor answers what a program wrote', () => {
    const sender = fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.constant({ kind: 'stranger' as const }),
      fc.boolean().map((mayFile) => ({ kind: 'person' as const, mayFile })),
    )
    const any = fc.record({
      automatic: fc.constantFrom(null, 'loop', 'bulk', 'own_address', 'vacation') as fc.Arbitrary<
        Facts['automatic']
      >,
      bounce: fc.option(fc.record({ matched: fc.boolean(), delayed: fc.boolean() })),
      sender,
      thread: fc.option(
        fc.record({
          state: fc.constantFrom('open' as const, 'resolved' as const, 'ended' as const),
          participant: fc.boolean(),
          affected: fc.boolean(),
        }),
      ),
      overLimit: fc.boolean(),
      anyway: fc.boolean(),
    })
    fc.assert(
      fc.property(
        any,
        fc.constantFrom('caller' as const, 'quarantine' as const, 'reject' as const),
        (f, unknownSender) => {
          const made = decide(f, { ...policy, unknownSender })
          if (made.kind === 'comment' || (made.kind === 'open' && made.linked))
            expect(f.thread?.participant).toBe(true)
          if (f.automatic === 'loop' && !f.bounce) expect(made.kind).toBe('ignore')
          if (f.automatic && !f.anyway && !f.bounce) expect(made.kind).toBe('ignore')
          if (made.kind === 'open') expect(f.sender.kind).not.toBe('none')
        },
      ),
    )
  })
})

describe('numbers in a subject', () => {
  it('count in brackets only', () => {
    expect(numbersIn('Re: x [inc-20261121-0001] INC-20261121-0002')).toEqual(['INC-20261121-0001'])
  })
})
