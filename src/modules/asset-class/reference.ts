import type { Reference } from '#kernel/ledger/index.ts'
import { classesByText, classNames, findClass, selectClasses } from './store/class.ts'

const named = (one: { id: string; code: string; name: string }) => ({
  id: one.id,
  name: `${one.name} ${one.code}`,
})

/** How fields of ledgers refer to classes. Classes are the same for everybody: who sees the field sees its name. */
export const classReference: Reference = {
  table: 'asset_class',
  lookup: async (db, _actor, { q, id }) => {
    const one = id === undefined ? undefined : await findClass(db, id)
    const rows =
      id === undefined
        ? await selectClasses(db, { q: q || undefined, active: true, limit: 20 })
        : one
          ? [one]
          : []
    return rows.map((row) => ({ ...named(row), detail: row.trail.join(' / ') || null }))
  },
  names: async (db, _actor, ids) =>
    new Map((await classNames(db, ids)).map((one) => [one.id, named(one).name])),
  find: async (db, _actor, texts) => {
    // also as this room writes them, `服务器 A02010104`
    const codeOf = (text: string) => text.trim().split(/\s+/).at(-1)!
    const wanted = [...new Set(texts.flatMap((text) => [text, codeOf(text)]))]
    const rows = await classesByText(db, wanted)
    return new Map(
      texts.map((text) => {
        const exact = rows.filter((one) => one.code === text || one.code === codeOf(text))
        const alike = rows.filter((one) => one.name === text || one.gbt14885 === text)
        return [text, (exact.length > 0 ? exact : alike).map(named)] as const
      }),
    )
  },
}
