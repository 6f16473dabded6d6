import { describe, expect, it } from 'vitest'
import { kindNames, kinds } from '#modules/probe/kind-contract.ts'
import en from '#modules/probe/en.ts'
import zh from '#modules/probe/zh-CN.ts'
import { layoutOf, wordOf } from './layout.ts'
import { shapesOfKind, usualSpec, type Shape } from './shape.ts'

const columnsOf = (shape: Shape): string[] =>
  shape.type === 'rows' ? shape.columns.map((one) => wordOf(one.key, shape.key)) : []

describe('the form of a kind', () => {
  it.each(kindNames)('has an input and a label for every field of %s, each once', (kind) => {
    const { main, more } = layoutOf(kind)
    const placed = [...main, ...more].map((one) => one.shape.key)
    expect([...placed, 'thresholds'].sort()).toEqual(Object.keys(kinds[kind].shape).sort())
    const named = shapesOfKind(kind).flatMap((one) => [one.key, ...columnsOf(one)])
    for (const words of [zh.field, en.field])
      expect(named.filter((key) => !Object.hasOwn(words, key))).toEqual([])
  })

  it.each(kindNames)('starts from what %s takes for granted', (kind) => {
    const required = shapesOfKind(kind).filter((one) => one.required)
    const answered = Object.fromEntries(required.map((one) => [one.key, sample(one)]))
    expect(kinds[kind].safeParse({ ...usualSpec(kind), ...answered }).error?.issues).toBeUndefined()
  })
})

function sample(shape: Shape): unknown {
  if (shape.type === 'number') return shape.min ?? 1
  if (shape.type === 'rows')
    return [Object.fromEntries(shape.columns.map((one) => [one.key, sampleCell(one)]))]
  if (shape.key === 'url') return 'https://oa.example.gov.cn/'
  return shape.key === 'path' ? '/var/backups' : 'a.example.gov.cn'
}

function sampleCell(shape: Shape): unknown {
  if (shape.key === 'oid') return '1.3.6.1.2.1.1.3.0'
  return shape.usual ?? 'x'
}
