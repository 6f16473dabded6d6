import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  fill,
  fitTo,
  hasVariable,
  malformed,
  problemsOfPattern,
  valuesOf,
  variablesOf,
} from './variables-contract.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/)
const plain = fc.string({ maxLength: 20 }).filter((text) => !/[{}]/.test(text))

describe('variables of templates', () => {
  it('are found anywhere and filled with their values', () => {
    const spec = {
      url: 'https://{{address}}:{{ port | 443 }}/health',
      port: '{{port|443}}',
      tags: ['{{name}}'],
    }
    expect(variablesOf(spec)).toEqual(['address', 'port', 'name'])
    expect(fill(spec, { address: '10.1.2.3', name: 'OA' })).toEqual({
      value: { url: 'https://10.1.2.3:443/health', port: '443', tags: ['OA'] },
      missing: [],
    })
    expect(fill(spec, { port: 8443 })).toEqual({
      value: { url: 'https://:8443/health', port: 8443, tags: [''] },
      missing: ['address', 'name'],
    })
  })

  it('leave text without them as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!hasVariable(value))
        expect(fill(value, { a: 'x' })).toEqual({ value, missing: [] })
      }),
    )
  })

  it('put a value between what stands around it, whatever the value contains', () => {
    fc.assert(
      fc.property(plain, name, plain, fc.string({ minLength: 1 }), (before, key, after, value) => {
        const made = fill(`a${before}{{${key}}}${after}`, { [key]: value })
        expect(made).toEqual({ value: `a${before}${value}${after}`, missing: [] })
      }),
    )
  })

  it('are never filled by what was filled in', () => {
    expect(fill('a {{name}}', { name: '{{code}}', code: 'secret' }).value).toBe('a {{code}}')
    expect(fill('{{name}} $& $1', { name: '$&' }).value).toBe('$& $& $1')
  })

  it('are missing when there is neither value nor substitute, and only then', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 6 }), fc.array(fc.boolean()), (names, known) => {
        const values = Object.fromEntries(names.filter((_, i) => known[i]).map((key) => [key, 1]))
        const made = fill({ text: names.map((key) => `{{${key}}}`).join(' ') }, values)
        expect(made.missing).toEqual(names.filter((_, i) => !known[i]))
      }),
    )
    expect(fill('{{constructor}}', {}).missing).toEqual(['constructor'])
    expect(fill('{{a|}}', { a: '' })).toEqual({ value: '', missing: [] })
  })

  it('tell braces that are no variable', () => {
    expect(
      malformed({ a: '{{Port}}', b: ['{{a b}}', 'ok {{a}}'], c: '{{open', d: '{ "json": {} }' }),
    ).toEqual(['{{Port}}', '{{a b}}', '{{open'])
    fc.assert(
      fc.property(name, plain, (key, sub) => malformed(`{{${key}|${sub.replaceAll('|', '')}}}`).length === 0),
    )
  })
})

describe('a filled spec', () => {
  const schema = z.strictObject({ host: z.string(), port: z.int().min(1).max(65535), tls: z.boolean() })

  it('takes types where only they fit', () => {
    expect(fitTo(schema, { host: 10, port: '443', tls: 'true' })).toEqual({
      ok: true,
      value: { host: '10', port: 443, tls: true },
    })
    expect(fitTo(schema, { host: 'a', port: '443x', tls: true }).ok).toBe(false)
    expect(fitTo(schema, { host: 'a', port: '70000', tls: true }).ok).toBe(false)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65535 }), (port) => {
        expect(fitTo(schema, { host: 'a', port: String(port), tls: false })).toMatchObject({
          value: { port },
        })
      }),
    )
  })

  it('is judged before it is filled where it holds no variable', () => {
    expect(problemsOfPattern(schema, { host: '{{address}}', port: '{{port}}', tls: true })).toEqual([])
    expect(problemsOfPattern(schema, { host: 'a', port: '{{port}}', tls: 'perhaps' })).toMatchObject([
      { path: ['tls'] },
    ])
    expect(problemsOfPattern(schema, { host: '{{address}}', tls: true })).toMatchObject([{ path: ['port'] }])
  })
})

describe('values of an item', () => {
  const item = { name: 'OA', code: 'S-1', location: '', orgName: '市委办' }

  it('are its attributes, the first of several, and where it is reached', () => {
    const attributes = {
      ip: ['10.0.0.5', '10.0.0.6'],
      port: 5432,
      hostname: 'db1',
      owner: null,
      odd: { a: 1 },
    }
    expect(valuesOf({ ...item, attributes })).toEqual({
      address: '10.0.0.5',
      ip: '10.0.0.5',
      port: 5432,
      hostname: 'db1',
      name: 'OA',
      code: 'S-1',
      location: undefined,
      org: '市委办',
    })
  })

  it('give the host of an address with a path', () => {
    expect(
      valuesOf({ ...item, attributes: { url: 'https://oa.example.gov.cn:8443/login' } })['address'],
    ).toBe('oa.example.gov.cn')
    expect(valuesOf({ ...item, attributes: { url: 'http://[fd00::1]/' } })['address']).toBe('fd00::1')
    expect(valuesOf({ ...item, attributes: { url: 'http://' } })['address']).toBe('http://')
    expect(valuesOf({ ...item, attributes: {} })['address']).toBeUndefined()
  })
})
