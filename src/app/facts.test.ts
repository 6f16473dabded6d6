import { describe, expect, it } from 'vitest'
import type { Tx } from '#kernel/db/index.ts'
import { figureOfFact, figuresOfParts, recordsOfFact, type Fact, type FactQuery } from '#kernel/fact/index.ts'
import en from '#kernel/fact/en.ts'
import zh from '#kernel/fact/zh-CN.ts'
import { manifests } from './modules.ts'
import { factCases } from './testing/fact-cases.ts'
import { from, middle, to, useTrial } from './testing/trial.ts'

const all = manifests.flatMap((m) => m.facts ?? [])
const byKey = new Map(all.map((fact) => [fact.key, fact]))
const zone = 'Asia/Shanghai'
const trial = useTrial()
const { tryOut } = trial

describe('every fact', () => {
  const nobody = '00000000-0000-7000-8000-000000000000'
  it.each(all.map((fact) => [fact.key, fact] as const))(
    '%s answers however it is asked',
    async (_key, fact) => {
      const at = { orgPath: trial.rootPath, from, to }
      const asked: FactQuery[] = [
        { ...at, orgPath: `${trial.rootPath}99999/` },
        ...fact.by.map((one) => ({ ...at, [`${one}Id`]: nobody })),
        ...(fact.by.includes('group') ? [{ ...at, workOrgId: nobody }] : []),
      ]
      for (const one of asked) expect((await figureOfFact(trial.db, fact, one)).cases).toBe(0)
      for (const split of ['day', 'month', ...fact.splits])
        expect(await figuresOfParts(trial.db, fact, at, split, zone)).toBeInstanceOf(Array)
    },
  )

  it('has a key of its own and says what it counts in both languages', () => {
    expect(byKey.size).toBe(all.length)
    for (const { names, words } of all)
      for (const text of [names.zh, names.en, words.zh, words.en]) expect(text.length).toBeGreaterThan(1)
    const splits = new Set(all.flatMap((fact) => fact.splits))
    expect([...splits].filter((split) => !(split in zh.split) || !(split in en.split))).toEqual([])
  })

  it('is tried with cases', () => {
    // in facts.http.test.ts and in the tests of their rooms
    const elsewhere = [
      /^check\./,
      /^import-servicenow\./,
      /^complaint\./,
      /^survey\./,
      /^satisfaction\.rectified/,
    ]
    const untried = all.filter(({ key }) => !factCases[key] && !elsewhere.some((room) => room.test(key)))
    expect(untried.map((fact) => fact.key)).toEqual([])
  })
})

const second = (at: Date, seconds: number): Date => new Date(at.getTime() + 1000 * seconds)

describe.each(Object.entries(factCases))('%s', (key, { good, bad, standing, value }) => {
  const fact = byKey.get(key)!
  const read = (tx: Tx) => figureOfFact(tx, fact, { orgPath: trial.rootPath, from, to })
  /** What counted: cases, and of shares those as they should be. */
  const counted = async (tx: Tx): Promise<[number, number]> => {
    const { cases, good: ok } = await read(tx)
    return [cases, ok ?? cases]
  }

  it('counts what it says, leaves out what it says, and opens to the records it counted', async () => {
    await tryOut(async (city, tx) => {
      expect(await counted(tx)).toEqual([0, 0])
      await good(city, middle)
      expect(await counted(tx)).toEqual([1, 1])
      if (value !== undefined) expect((await read(tx)).value).toBe(value)
      await bad(city, middle)
      expect(await counted(tx)).toEqual(fact.kind === 'share' ? [2, 1] : [1, 1])
      await same(tx, fact)
    })
  })

  it('begins and ends at midnight of the unit', async () => {
    await tryOut(async (city, tx) => {
      await good(city, from)
      await good(city, second(to, -1))
      expect((await counted(tx))[0]).toBe(2)
      await good(city, to)
      expect((await counted(tx))[0]).toBe(2)
      await good(city, second(from, -1))
      expect((await counted(tx))[0]).toBe(standing ? 3 : 2)
    })
  })
})

/** Records and parts add up to the figure. */
async function same(tx: Tx, fact: Fact): Promise<void> {
  const at = { orgPath: trial.rootPath, from, to }
  const whole = await figureOfFact(tx, fact, at)
  const records = await recordsOfFact(tx, fact, at, zone, { limit: 100 })
  expect(records).toHaveLength(whole.cases)
  expect(new Set(records.map((one) => one.id)).size).toBe(whole.cases)
  expect(records.every((one) => one.label !== '' && (one.path === null || one.path.startsWith('/')))).toBe(
    true,
  )
  if (whole.good !== null) expect(records.filter((one) => one.ok)).toHaveLength(whole.good)
  for (const split of fact.splits) {
    const parts = await figuresOfParts(tx, fact, at, split, zone)
    expect(parts.reduce((sum, part) => sum + part.cases, 0)).toBe(whole.cases)
    const [part] = parts
    const of = { part: { split, value: part!.part }, limit: 100 }
    expect(await recordsOfFact(tx, fact, at, zone, of)).toHaveLength(part!.cases)
  }
}
