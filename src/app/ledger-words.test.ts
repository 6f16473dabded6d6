import { describe, expect, it } from 'vitest'
import { allLedgers } from '#kernel/ledger/registry.ts'
import type { Texts } from '#kernel/http/translation.ts'
import { manifests } from './modules.ts'

/** The text at `a.b.c` of a room's words. */
function at(texts: Texts, key: string): unknown {
  return key.split('.').reduce<unknown>((now, part) => (now as Texts | undefined)?.[part], texts)
}

describe('every declared ledger', () => {
  for (const def of allLedgers()) {
    it(`${def.name} has a word for all that it shows`, () => {
      const room = manifests.find((one) => one.name === def.room)!
      const keys = [
        'title',
        'one',
        ...Object.keys(def.fields).map((key) => `field.${key}`),
        ...Object.keys(def.groups ?? {}).map((name) => `group.${name}`),
        ...(def.lifecycle?.states ?? []).map((state) => `state.${state}`),
        ...Object.keys(def.lifecycle?.moves ?? {}).map((move) => `move.${move}`),
        ...Object.entries(def.fields).flatMap(([key, field]) =>
          field.kind === 'choice' ? field.options.map((value) => `choice.${key}.${value}`) : [],
        ),
      ]
      for (const texts of [room.locales.zh, room.locales.en])
        expect(keys.filter((key) => typeof at(texts, `${def.words}.${key}`) !== 'string')).toEqual([])
      expect(at(room.locales.zh, `entity.${def.name}`)).toBeTypeOf('string')
    })
  }
})
