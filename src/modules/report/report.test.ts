import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Texts } from '#kernel/http/translation.ts'
import { composeSection } from './compose.ts'
import en from './en.ts'
import type { FigureOf, FrozenOf } from './frozen-contract.ts'
import { after, before, periodName, periodOf, slots, yearBefore } from './period.ts'
import { compared, grouped, sentenceOf, sentencesOf, topSentence, valued, type Wording } from './sentences.ts'
import { kinds, type Kind } from './words.ts'
import zh from './zh-CN.ts'

/** The texts of the room as the server says them. */
function wording(kind: Kind = 'month', texts: Texts = zh): Wording {
  return {
    kind,
    english: texts !== zh,
    w: (key, params = {}) => {
      const found = key.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], texts)
      if (typeof found !== 'string') throw new Error(`no text ${key}`)
      return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name]))
    },
  }
}

const count = (value: number, given: Partial<FigureOf> = {}): FigureOf => ({
  ...{ key: 'incident.filed', name: '事件总量', words: '', kind: 'count', unit: 'cases', state: 'known' },
  ...{ value, cases: value, good: null, imported: 0, before: null, yearBefore: null },
  ...given,
})
const share = (value: number | null, given: Partial<FigureOf> = {}): FigureOf => ({
  ...count(0, { key: 'incident.restore-in-time', name: '故障恢复及时率', kind: 'share', unit: 'percent' }),
  ...{ value, cases: value === null ? 0 : 200, good: value === null ? 0 : Math.round(value * 2) },
  ...given,
})
const was = (value: number | null) => ({ value, cases: value === null ? 0 : 50 })

describe('periods', () => {
  it('are months, quarters and years of the calendar', () => {
    expect(periodOf('month', '2028-02-11')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
    expect(periodOf('quarter', '2026-11-30')).toEqual({ from: '2026-10-01', to: '2026-12-31' })
    expect(before('month', '2026-01-01')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
    expect(yearBefore('quarter', '2026-07-01')).toEqual({ from: '2025-07-01', to: '2025-09-30' })
    expect(yearBefore('year', '2026-01-01')).toEqual(before('year', '2026-01-01'))
    expect(slots('year', { from: '2026-01-01', to: '2026-12-31' })).toHaveLength(12)
    expect(slots('month', { from: '2026-02-01', to: '2026-02-28' }).at(-1)).toBe('2026-02-28')
    expect(periodName('quarter', '2026-10-01', 'zh-CN')).toBe('2026年第4季度')
    expect(periodName('month', '2026-10-01', 'en')).toBe('October 2026')
  })
  it('follow each other without a gap, whatever day is asked', () => {
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.constantFrom(...kinds), (date, kind) => {
        const given = date.toISOString().slice(0, 10)
        const own = periodOf(kind, given)
        expect(own.from <= given && given <= own.to).toBe(true)
        const next = after(kind, own.from)
        expect(before(kind, next.from)).toEqual(own)
        expect(Date.parse(next.from) - Date.parse(own.to)).toBe(86_400_000)
      }),
    )
  })
})

describe('sentences', () => {
  it('give amount and per cent, against the period before and the same one a year ago', () => {
    const said = sentenceOf(count(1234, { before: was(1000), yearBefore: was(1234) }), wording())
    expect(said).toBe('事件总量 1,234件，较上月增加 234件（23.4%），与上年同月持平。')
  })
  it('speak of shares by percentage points, with the counts behind them', () => {
    const said = sentenceOf(share(98.5, { before: was(99.25), yearBefore: was(97) }), wording('quarter'))
    expect(said).toBe(
      '故障恢复及时率 98.5%（200 件中 197 件），较上季度下降 0.75 个百分点，较上年同季上升 1.5 个百分点。',
    )
  })
  it('compare a year once, and say it in English', () => {
    const figure = count(90, { name: 'Incidents', before: was(100), yearBefore: was(100) })
    expect(sentenceOf(figure, wording('year', en))).toBe('Incidents: 90, 10 (10%) below the year before. ')
  })
  it('never divide by nothing, and never compare with what is not there', () => {
    expect(compared(count(5), was(0), '上月', wording())).toBe('上月为 0，增加 5件')
    expect(compared(count(0), was(0), '上月', wording())).toBe('与上月持平')
    expect(compared(share(50), was(null), '上月', wording())).toBe('上月无可比数据')
    expect(compared(count(5), null, '上月', wording())).toBe('上月无可比数据')
  })
  it('say that a few cases may be chance, and what is imported', () => {
    expect(sentenceOf(share(50, { cases: 4, good: 2, before: was(50), imported: 3 }), wording())).toContain(
      '（样本不足 10 件，仅供参考）（其中导入的历史数据 3 件）',
    )
  })
  it('name what has no case, what nobody counts and what failed, and give no figure for it', () => {
    const said = sentencesOf(
      [
        share(null, { state: 'empty' }),
        count(0, { key: 'a.b', name: '', state: 'unknown', value: null }),
        count(0, { name: '变更数', state: 'failed', value: null }),
      ],
      wording(),
    )
    expect(said).toEqual([
      '本期没有可计算“故障恢复及时率”的记录。',
      '本系统尚未统计：a.b，本期不作陈述。',
      '取数失败，未列数：变更数。',
    ])
  })
  it('say of several counts together that they are and were zero', () => {
    const zero = (name: string) => count(0, { name, before: was(0), yearBefore: was(0) })
    const said = sentencesOf([zero('重大故障数'), zero('变更数'), count(0, { before: was(2) })], wording())
    expect(said).toEqual([
      '事件总量 0件，较上月减少 2件（100%），上年同月无可比数据。',
      '重大故障数、变更数本期为 0，上期与上年同期也为 0。',
    ])
  })
  it('name the three greatest parts and what they are of the whole', () => {
    const part = (name: string | null, value: number) => ({
      ...{ part: name, name, value, cases: value, good: null, imported: 0 },
    })
    const parts = [part('b', 3), part('a', 5), part(null, 9), part('c', 2), part('d', 1)]
    expect(topSentence(count(20), parts, '信息系统', wording())).toBe(
      '事件总量按信息系统，最多的是a（5件）、b（3件）、c（2件），合计占 50%。',
    )
    expect(topSentence(count(0), [], '信息系统', wording())).toBeUndefined()
  })
  it('stay true: up is said only of more, and the amount is the difference', () => {
    const value = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(value, value, (now, then) => {
        const said = compared(count(now), was(then), '上月', wording())
        expect(said.includes('增加')).toBe(now > then)
        expect(said.includes('减少')).toBe(now < then)
        if (now !== then) expect(said).toContain(grouped(Math.abs(now - then)))
        expect(said).not.toMatch(/NaN|Infinity|undefined/)
      }),
    )
    expect(grouped(-1234567.5)).toBe('-1,234,567.5')
    expect(valued({ unit: 'percent' }, null, wording())).toBe('—')
  })
})

describe('a section', () => {
  const period = { from: '2026-10-01', to: '2026-12-31' }
  const frozen: FrozenOf = {
    ...{ orgId: '', period, before: period, yearBefore: period, next: period, lists: {} },
    figures: {
      'incident.faults': count(7, { key: 'incident.faults', name: '故障数' }),
      'incident.response-in-time': share(90, { key: 'incident.response-in-time' }),
      'incident.restore-in-time': share(95),
    },
    parts: {
      'incident.faults/month': [
        { part: '2026-10', name: '2026-10', value: 4, cases: 4, good: null, imported: 0 },
        { part: '2026-12', name: '2026-12', value: 3, cases: 3, good: null, imported: 0 },
      ],
      'incident.restore-in-time/month': [
        { part: '2026-11', name: '2026-11', value: 95, cases: 20, good: 19, imported: 0 },
      ],
      'incident.restore-in-time/priority': ['3', '1', null].map((part) => ({
        ...{ part, name: part && `P${part}`, value: 95, cases: 20, good: 19, imported: 0 },
      })),
    },
  }
  it('shows a month without a case as zero of a count and as a gap of a share', () => {
    const faults = composeSection('faults', frozen, wording('quarter'))
    expect(faults.charts[0]!.categories).toEqual(['2026-10', '2026-11', '2026-12'])
    expect(faults.charts[0]!.series[0]!.values).toEqual([4, 0, 3])
    const sla = composeSection('sla', frozen, wording('quarter'))
    expect(sla.charts[0]!.series).toEqual([
      { fact: 'incident.restore-in-time', name: '故障恢复及时率', values: [null, 95, null] },
    ])
    expect(sla.charts[1]!.categories).toEqual(['P1', 'P3', '未记录'])
  })
  it('draws nothing where there is nothing, and says nothing before figures were taken', () => {
    expect(composeSection('rounds', frozen, wording('quarter')).charts).toEqual([])
    expect(composeSection('load', null, wording())).toEqual({
      sentences: [],
      figures: [],
      charts: [],
      lists: [],
    })
  })
})
