import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { termsOf } from './search.ts'
import { savedPerMonth } from './savings.ts'
import {
  decide,
  formerAverage,
  groupsOf,
  isSame,
  keyOf,
  readable,
  rises,
  telling,
  type Rule,
  type Seen,
} from './trend.ts'

const seen = (
  id: string,
  title: string,
  serviceId: string | null = 'oa',
  categoryId: string | null = null,
): Seen => ({
  id,
  serviceId,
  categoryId,
  terms: new Set(termsOf(telling(title))),
})
const many = (
  n: number,
  title: (i: number) => string,
  serviceId?: string | null,
  categoryId?: string | null,
): Seen[] =>
  Array.from({ length: n }, (_, i) =>
    seen(`${title(0)}${serviceId ?? 'oa'}${categoryId ?? ''}${i}`, title(i), serviceId, categoryId),
  )

const rule: Rule = { minCount: 5, windowDays: 14, factor: 2 }
/** Nothing was reported before. */
const group = (all: readonly Seen[], minCount = 5, before: readonly Seen[] = []) =>
  groupsOf(all, (serviceId) => ({ rows: before.filter((one) => one.serviceId === serviceId), days: 84 }), {
    ...rule,
    minCount,
  })

describe('groups of repeating incidents', () => {
  it('are those of one system whose titles share words', () => {
    const rooms = ['三楼', '东区', '财务', '西门', '北院']
    const groups = group(
      [
        ...many(5, (i) => `${rooms[i]}考勤机指纹识别失灵`),
        seen('a', '公文流转缓慢'),
        seen('b', '邮件收发延迟'),
        ...many(4, () => '考勤机指纹识别失灵', 'hr'),
      ],
      5,
    )
    expect(groups.map((one) => [one.serviceId, one.incidentIds.length])).toEqual([['oa', 5]])
    expect(readable(groups[0]!.words).join()).toContain('指纹识别')
  })

  it('say nothing of words that every report holds', () => {
    expect(
      group(
        [...'甲乙丙丁戊己'].map((one) => seen(one, `系统故障无法使用${one}`)),
        5,
      ),
    ).toEqual([])
  })

  it('are of one system and category where no words are shared, and none without either', () => {
    const titles = ['屏幕花', '键盘掉漆', '鼠标双击', '主板冒烟', '风扇响']
    const of = (serviceId: string | null, categoryId: string | null) =>
      group(
        titles.map((title) => seen(title, title, serviceId, categoryId)),
        5,
      )
    expect(of('pc', 'hw').map((one) => [one.words, one.categoryId])).toEqual([[[], 'hw']])
    expect(of('pc', null)).toEqual([])
    expect(of(null, 'hw')).toEqual([])
  })

  it('leave out what there always is, and find the little that is new beside it', () => {
    const usual = many(300, (i) => `打印机卡纸 ${i % 7}楼`)
    const now = [...many(50, (i) => `打印机卡纸 ${i % 7}楼`), ...many(5, (i) => `${i}楼考勤机指纹识别失灵`)]
    const groups = group(now, 5, usual)
    expect(groups.map((one) => one.incidentIds.length)).toEqual([5])
    expect(readable(groups[0]!.words).join()).toContain('指纹识别')
  })

  it('hold enough, each incident once, whatever is reported', () => {
    const title = fc.array(fc.constantFrom('打印', '网络', '考勤', '邮件', '登录', '慢', 'VPN'), {
      maxLength: 5,
    })
    const incident = fc.record({
      title: title.map((words) => words.join('')),
      serviceId: fc.constantFrom('a', 'b', null),
      categoryId: fc.constantFrom('x', 'y', null),
    })
    fc.assert(
      fc.property(fc.array(incident, { maxLength: 60 }), fc.integer({ min: 2, max: 8 }), (given, min) => {
        const all = given.map((one, i) => seen(String(i), one.title, one.serviceId, one.categoryId))
        const groups = group(all, min)
        const ids = groups.flatMap((group) => group.incidentIds)
        expect(new Set(ids).size).toBe(ids.length)
        for (const one of groups) {
          expect(one.incidentIds.length).toBeGreaterThanOrEqual(min)
          for (const id of one.incidentIds) expect(all[Number(id)]!.serviceId).toBe(one.serviceId)
          expect(isSame(one, one)).toBe(true)
        }
        // one that is proposed already must not keep another out
        expect(new Set(groups.map(keyOf)).size).toBe(groups.length)
      }),
    )
  })
})

describe('whether a trend rises', () => {
  it('asks for enough of them, and for more than before', () => {
    expect(rises(4, 0, rule)).toBe(false)
    expect(rises(5, 0, rule)).toBe(true)
    expect(rises(5, 2.5, rule)).toBe(true)
    expect(rises(5, 2.6, rule)).toBe(false)
    expect(rises(100, 51, rule)).toBe(false)
  })
  it('compares with windows of the same length; with nothing where nothing is known', () => {
    expect(formerAverage(12, 84, 14)).toBe(2)
    expect(formerAverage(12, 0, 14)).toBe(0)
  })
  it('never stops rising when there are more now, or were fewer before', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(50), fc.nat(50), (count, average, more, fewer) => {
        if (rises(count, average, rule))
          expect(rises(count + more, Math.max(0, average - fewer), rule)).toBe(true)
      }),
    )
  })
})

describe('a trend that was proposed', () => {
  const known = { dismissedCount: null, problemOpen: false, sinceEnd: 0 }
  it('comes again, dismissed, at twice as many, and not before', () => {
    const dismissed = { ...known, state: 'dismissed' as const, dismissedCount: 6 }
    expect(decide(dismissed, 11, 5)).toBe('leave')
    expect(decide(dismissed, 12, 5)).toBe('reopen')
    expect(decide({ ...dismissed, state: 'expired' }, 5, 5)).toBe('reopen')
  })
  it('comes again, accepted, only after its problem ended and as many as make a trend came since', () => {
    const accepted = { ...known, state: 'accepted' as const }
    expect(decide({ ...accepted, problemOpen: true, sinceEnd: 50 }, 50, 5)).toBe('leave')
    expect(decide({ ...accepted, sinceEnd: 4 }, 50, 5)).toBe('leave')
    expect(decide({ ...accepted, sinceEnd: 5 }, 50, 5)).toBe('reopen')
  })
  it('is proposed once while it is open', () => {
    expect(decide(undefined, 5, 5)).toBe('create')
    expect(decide({ ...known, state: 'open' }, 9, 5)).toBe('refresh')
  })
})

describe('what a fix saved', () => {
  const side = { days: 90, incidents: 30, downtimeMinutes: 900, workMinutes: 450 }
  it('is what there was a month before less what there is after', () => {
    const after = { days: 30, incidents: 1, downtimeMinutes: 60, workMinutes: 0 }
    expect(savedPerMonth(side, after)).toEqual({ incidents: 9, downtimeMinutes: 240, workMinutes: 150 })
    expect(savedPerMonth(side, { ...after, days: 6.9 })).toBeNull()
    expect(savedPerMonth({ ...side, days: 0 }, after)).toBeNull()
  })
  it('is nothing where nothing changed, and a loss where it became worse', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 90 }), fc.nat(1000), fc.nat(1000), (days, before, after) => {
        const of = (incidents: number) => ({ days, incidents, downtimeMinutes: 0, workMinutes: 0 })
        const saved = savedPerMonth(of(before), of(after))!
        expect(Math.sign(saved.incidents)).toBe(Math.sign(before - after))
      }),
    )
  })
})
