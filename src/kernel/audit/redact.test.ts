import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from './redact.ts'

describe('redact', () => {
  it('keeps facts and hides prose of business rooms', () => {
    const shown = redact('incident.file', 'e1', {
      state: 'in-progress',
      priority: 2,
      number: 'INC-20261121-0001',
      title: 'VPN',
      note: null,
      location: '三楼 301',
      watchers: ['eng01', '张三'],
      caller: { name: 'Li', code: 'A-1' },
    })
    expect(shown).toMatchObject({
      state: 'in-progress',
      priority: 2,
      number: 'INC-20261121-0001',
      note: null,
    })
    const text = JSON.stringify(shown)
    for (const secret of ['VPN', '三楼', '张三', '"Li"', 'A-1']) expect(text).not.toContain(secret)
    expect((shown!['title'] as string).startsWith('«3:')).toBe(true)
  })
  it('shows administration as it is', () => {
    expect(redact('identity.activate', 'p', { name: '张三' })).toEqual({ name: '张三' })
    expect(redact('identity.activate', 'p', null)).toBeNull()
  })
  it('never lets Chinese or spaced text through, wherever it hides', () => {
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        fc.constant('服务器 宕机'),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('node'), { maxKeys: 3 }),
      ),
    })).node
    fc.assert(fc.property(value, (v) => !JSON.stringify(redact('x.y', 'e', { k: v })).includes('宕机')))
  })
  it('marks equal texts alike within a record only', () => {
    const mark = (id: string) => redact('ticket.x', id, { title: 'same' })!['title']
    expect(mark('a')).toBe(mark('a'))
    expect(mark('a')).not.toBe(mark('b'))
  })
})
