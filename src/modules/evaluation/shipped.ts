import type { Tx } from '#kernel/db/index.ts'
import { indicators } from './library/indicators.ts'
import { schemes, shippedGrades, shippedObjectionDays } from './library/schemes.ts'
import { insertIndicator, selectIndicators } from './store/indicator.ts'
import * as store from './store/scheme.ts'

/** Installs the library that ships: what is missing is added, what a unit has made of it stays. */
export async function ensureShippedLibrary(tx: Tx): Promise<void> {
  for (const one of indicators) await insertIndicator(tx, { ...one, shipped: true, by: null })
  const ids = new Map((await selectIndicators(tx)).map((one) => [one.code, one.id]))
  const there = await store.shippedSchemes(tx)
  for (const { items, ...scheme } of schemes) {
    if (there.has(scheme.name)) continue
    const values = { ...scheme, grades: shippedGrades, objectionDays: shippedObjectionDays }
    const id = await store.insertScheme(tx, { ...values, shipped: true, by: null })
    const rows = Object.entries(items).map(([code, weight]) => ({ indicatorId: ids.get(code)!, weight }))
    await store.replaceItems(tx, id, rows)
    const [made] = await store.selectSchemes(tx, { id })
    await store.publish(tx, made!, null)
  }
}
