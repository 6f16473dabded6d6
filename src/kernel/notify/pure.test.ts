import { describe, expect, it } from 'vitest'
import { registerTexts } from '#kernel/http/index.ts'
import { anonymousActor } from '#kernel/permission/index.ts'
import en from './en.ts'
import { hintsFor, registerReader } from './hints.ts'
import { judge, letter } from './mail.ts'
import { eventLabel, renderText } from './render.ts'
import zh from './zh-CN.ts'

registerTexts('notify-test', {
  zh: {
    notify: {
      late: '{{number}} 的{{metric}}将在 {{at}} {{zone}} 到期',
      given: '{{actor}} 将 {{number}} 派给您：{{title}}',
    },
    metric: { restore: '恢复' },
  },
  en: {
    notify: {
      late: '{{metric}} of {{number}} is due at {{at}} {{zone}}',
      given: '{{actor}} assigned {{number}} to you: {{title}}',
    },
    metric: { restore: 'restoration' },
  },
})

registerTexts('notify', { zh, en })

describe('texts', () => {
  const params = { number: 'INC-1', metric: 't:notify-test:metric.restore', at: '10:00', zone: 't:not a key' }
  it('are in the language of the reader, values included; text of people stays as it is', () => {
    expect(renderText('en', 'notify-test:notify.late', params)).toBe(
      'restoration of INC-1 is due at 10:00 t:not a key',
    )
    expect(renderText('zh-CN', 'notify-test:notify.late', params)).toBe(
      'INC-1 的恢复将在 10:00 t:not a key 到期',
    )
  })
  it('name their event without values', () => {
    expect(eventLabel('zh-CN', 'notify-test:notify.late')).toBe('工单的时限将在 … … 到期')
    expect(eventLabel('en', 'notify-test:notify.given')).toBe('Somebody assigned a ticket to you')
    expect(eventLabel('zh-CN', 'notify-test:notify.given')).toBe('有人将工单派给您')
  })
})

describe('hints', () => {
  const actor = (...permissions: string[]) => ({
    ...anonymousActor('zh-CN', null, 't'),
    id: 'me',
    permissions: new Set(permissions),
  })
  const event = (entity: string, id: string, to: string[] | null) => ({
    type: `${entity}.changed`,
    entity,
    id,
    to,
  })
  it('reach those who are named, and those who may read that kind of record', () => {
    const events = [event('incident', '1', null), event('incident', '2', ['me']), event('asset', '3', null)]
    expect(hintsFor(actor(), events).map((h) => h.id)).toEqual(['2'])
    expect(hintsFor(actor('incident.read', 'incident.read-scope'), events).map((h) => h.id)).toEqual([
      '1',
      '2',
    ])
  })

  it('go by the permission that a room has named for its kind of records', () => {
    const events = [{ type: 'ledger.moved', entity: 'sample-visit', id: '1' }] as never
    expect(hintsFor(actor('sample.read'), events)).toEqual([])
    registerReader('sample-visit', 'sample.read')
    expect(hintsFor(actor('sample.read'), events)).toEqual([
      { type: 'ledger.moved', entity: 'sample-visit', id: '*' },
    ])
  })
  it('tell those who read only their own that something changed, once and without saying what', () => {
    const events = [event('incident', '1', null), event('incident', '2', ['you'])]
    expect(hintsFor(actor('incident.read'), events)).toEqual([
      { type: 'incident.changed', entity: 'incident', id: '*' },
    ])
  })
  it('keep notifications to their person, and pass a burst on to everybody', () => {
    expect(hintsFor(actor('notification.read'), [event('notification', '1', ['you'])])).toEqual([])
    expect(hintsFor(actor(), [{ type: 'many', entity: '*', id: '*', to: null }])).toHaveLength(1)
  })
})

describe('an error while sending mail', () => {
  const error = (parts: object) => Object.assign(new Error('x'), parts)
  it('is tried again only when the server surely has not accepted the mail', () => {
    expect(judge(error({ code: 'ESOCKET', syscall: 'connect', command: 'CONN' })).verdict).toBe('again')
    expect(judge(error({ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' })).verdict).toBe('again')
    expect(judge(error({ code: 'EMESSAGE', responseCode: 451, command: 'DATA' })).verdict).toBe('again')
    expect(judge(error({ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' })).verdict).toBe('never')
    expect(judge(error({ code: 'ECONNECTION', command: 'CONN' })).verdict).toBe('unknown')
    expect(judge(error({ code: 'ETIMEDOUT', responseCode: 354, command: 'CONN' })).verdict).toBe('unknown')
  })
})

describe('a mail', () => {
  it('carries its notification in the Message-ID and the page in the text', () => {
    const mail = {
      id: '0190-1',
      text_key: 'notify-test:notify.late',
      params: { number: 'INC-1\r\nBcc: x@y.z', metric: 'a', at: 'b', zone: 'c' },
      entity: 'incident',
      entity_id: 'abc',
      recorded_at: new Date(0),
      email: 'a@b.c',
      name: '张三',
      locale: 'en' as const,
      attempts: 1,
    }
    const made = letter(mail, { publicUrl: 'https://om.example.gov.cn', mailFrom: 'om@example.gov.cn' })
    expect(made.messageId).toBe('<notification-0190-1@om.example.gov.cn>')
    expect(made.subject).not.toMatch(/[\r\n]/)
    expect(made.text).toContain('https://om.example.gov.cn/incidents/abc')
  })
})
