import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Unreadable } from '../occurrence.ts'
import { presetOf, samples } from '../presets-contract.ts'
import { occurrencesOf } from '../understand.ts'
import { zabbixMediaType } from '../zabbix-media-type.ts'
import { fromMapped } from './mapped.ts'
import { fromNightingale } from './nightingale.ts'
import { timeOf } from './values.ts'
import { fromZabbix } from './zabbix.ts'

const json = (kind: 'zabbix' | 'nightingale' | 'json'): Record<string, never> =>
  JSON.parse(samples[kind]) as Record<string, never>

describe('Zabbix', () => {
  it('tells problems, and recoveries by the same event', () => {
    const [problem] = fromZabbix(json('zabbix'), { tags: true })
    expect(problem).toMatchObject({
      ref: '10042',
      status: 'firing',
      severity: 'critical',
      name: 'CPU 使用率过高',
      labels: { host: 'web01', ip: '10.0.0.11', trigger_id: '2001', system: 'yzt' },
    })
    const [over] = fromZabbix({ ...json('zabbix'), event_value: '0', event_tags: '' }, { tags: true })
    expect([over!.ref, over!.status]).toEqual(['10042', 'resolved'])
  })

  it('leaves out macros that were not resolved, and reads tags in both forms', () => {
    const [one] = fromZabbix(
      { ...json('zabbix'), host_ip: '{HOST.IP}', host_name: '*UNKNOWN*', event_tags: 'a:b:c, d' },
      { tags: true },
    )
    expect(one!.labels).toMatchObject({ a: 'b:c', d: 'true' })
    expect(one!.labels).not.toHaveProperty('ip')
  })

  it('says what is missing', () => {
    expect(() => fromZabbix({}, { tags: true })).toThrow('event_id is missing')
    expect(() => fromZabbix({ event_id: 1 }, { tags: true })).toThrow('event_value')
  })

  it('imports a media type that sends what is read here', () => {
    const file = zabbixMediaType('政运', 'https://ops.example/x')
    const names = [
      ...file.matchAll(/name: '?(event_id|event_value|event_nseverity|event_tags|zhengyun_url)'?$/gm),
    ]
    expect(names.length).toBe(5)
    expect(file).toContain('{EVENT.TAGSJSON}')
  })
})

describe('Nightingale', () => {
  it('tells events alone, in a list, and recovered', () => {
    const event = json('nightingale')
    const [one] = fromNightingale(event)
    expect(one).toMatchObject({
      ref: '5c2b1e',
      severity: 'warning',
      status: 'firing',
      labels: { alertname: '磁盘即将写满', target: 'db01', path: '/data', busigroup: '一体化平台' },
      startsAt: new Date(1795316400_000),
    })
    const list = fromNightingale([event, { ...event, is_recovered: true }])
    expect(list.map((o) => o.status)).toEqual(['firing', 'resolved'])
    expect(list[1]!.labels).toEqual(list[0]!.labels)
    expect(fromNightingale({ events: [event] })).toHaveLength(1)
  })
})

describe('mapped JSON', () => {
  it('becomes what the mapping says', () => {
    const spec = presetOf('json')
    if (spec.kind !== 'json') throw new Error('kind')
    const [one] = occurrencesOf(spec, json('json'))
    expect(one).toMatchObject({
      ref: 'A-1',
      name: '机房温度过高',
      severity: 'critical',
      status: 'firing',
      labels: { host: 'dh-01', room: 'A' },
      annotations: { summary: '31 ℃' },
    })
    const root = { ...spec.mapping, items: '', name: '{$/title}!', labelsFrom: '/tags' }
    const [alone] = fromMapped({ title: 'x', status: 'OK', tags: ['a=1', 'b'] }, root)
    expect(alone).toMatchObject({ name: 'x!', status: 'resolved', labels: { alertname: 'x!', a: '1' } })
  })

  it('says where nothing is', () => {
    const spec = presetOf('json')
    if (spec.kind !== 'json') throw new Error('kind')
    expect(() => fromMapped({}, spec.mapping)).toThrow('nothing at /alerts')
    expect(() => fromMapped({ alerts: [{}] }, spec.mapping)).toThrow('alert 1 has no name')
  })
})

describe('whatever is sent', () => {
  it('is understood or refused, by every kind', () => {
    const kinds = (['zabbix', 'nightingale', 'json'] as const).map(presetOf)
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...kinds), (body, spec) => {
        try {
          for (const one of occurrencesOf(spec, body)) expect(one.name.length).toBeGreaterThan(0)
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })

  it('has times of this age or none', () => {
    expect(timeOf('1795316400')?.toISOString()).toBe('2026-11-22T03:00:00.000Z')
    expect(timeOf('1795316400123')?.getTime()).toBe(1795316400123)
    expect([timeOf('0001-01-01T00:00:00Z'), timeOf('x'), timeOf('')]).toEqual(Array(3).fill(undefined))
  })
})
