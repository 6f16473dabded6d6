/** An edition to be read, in force or not, and two of them side by side. */
import type { Db } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { canonicalText } from './compare.ts'
import type * as contract from './contract.ts'
import { selectClauses, selectEditions, type ClauseRow } from './store/library.ts'

type Line = Output<typeof contract.readEdition>['clauses'][number]

/**
 * The clauses of an edition beside those of another one of the same norm, by their codes: those that are gone stand after
 * the one that they stood after. Compared with nothing, all are the same.
 */
export function sideBySide(now: readonly ClauseRow[], before: readonly ClauseRow[] | null): Line[] {
  const was = new Map(before?.map((one) => [one.code, one]) ?? [])
  const there = new Set(now.map((one) => one.code))
  const lines: Line[] = now.map((one) => {
    const other = was.get(one.code) ?? null
    const change = !before
      ? 'same'
      : !other
        ? 'added'
        : canonicalText(one) === canonicalText(other)
          ? 'same'
          : 'changed'
    return { code: one.code, change, now: present(one), before: other && present(other) }
  })
  let after = -1
  for (const one of before ?? []) {
    const at = lines.findIndex((line) => line.code === one.code)
    if (there.has(one.code)) after = at
    else lines.splice(++after, 0, { code: one.code, change: 'gone', now: null, before: present(one) })
  }
  return lines
}

function present({ position: _position, ...row }: ClauseRow): NonNullable<Line['now']> {
  return { ...row, type: row.type as NonNullable<Line['now']>['type'] }
}

/** @throws norm.not_found (404): no such edition, or the other one is of another norm */
export async function readEditionVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.readEdition>,
): Promise<Output<typeof contract.readEdition>> {
  const [edition] = await selectEditions(db, { id: input.id })
  if (!edition) throw notFound('norm')
  const all = await selectEditions(db, { code: edition.code })
  const other = input.with ? all.find((one) => one.id === input.with) : null
  if (other === undefined) throw notFound('norm')
  const lines = sideBySide(
    await selectClauses(db, edition.id),
    other ? await selectClauses(db, other.id) : null,
  )
  const { id, code, title, titleEn, name, note } = edition
  const short = (one: typeof edition) => ({ id: one.id, name: one.name, recordedAt: one.recordedAt })
  return {
    id,
    code,
    title,
    titleEn,
    name,
    note,
    other: other ? short(other) : null,
    editions: all.map(short),
    clauses: lines,
  }
}
