/** A clause anew after a decision of people about it: what rules last said stays, what people said is looked at again. */
import type { Tx } from '#kernel/db/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { rulesOf } from './evaluate.ts'
import { clauseState } from './lifecycle.ts'
import type { AdoptionRow } from './store/adoption.ts'
import { selectClauses } from './store/library.ts'
import { exemptNow, proofsToday } from './store/proof.ts'
import { sealRun } from './seal.ts'
import * as store from './store/state.ts'

/** Keeps the state of one clause with the findings of its last evaluation. Nothing where its rules have not run yet. */
export async function restate(
  tx: Tx,
  adoption: Pick<AdoptionRow, 'id' | 'editionId' | 'org'>,
  clauseId: string,
  askedBy: string | null,
): Promise<void> {
  const [clause] = await selectClauses(tx, adoption.editionId, [clauseId])
  if (!clause) return
  const now = await store.holdResults(tx, adoption.org.id)
  const [before] = await store.statesAt(tx, adoption.id, now, clauseId)
  const rules = rulesOf(clause.code)
  const last = before?.runId ? await store.findingsOf(tx, [before.runId]) : []
  const found = new Map(last.map((one) => [one.rule, one]))
  const known = rules.filter((one) => found.has(one.rule.key))
  if (known.length < rules.length) return
  const key = `${adoption.id} ${clauseId}`
  const doubt = before?.doubt ?? false
  const said = clauseState({
    asked: clause.evidence !== '',
    exempt: (await exemptNow(tx, [adoption.id])).has(key),
    rules: known.map(({ rule, part }) => ({ status: found.get(rule.key)!.status, part })),
    proof: (await proofsToday(tx, [adoption.id], unitZone())).get(key) ?? null,
    doubt,
  })
  const runId = await store.insertRun(tx, {
    orgId: adoption.org.id,
    why: 'decision',
    doubt,
    askedBy,
    at: now,
  })
  await store.insertFindings(
    tx,
    known.map(({ rule }) => ({ ...found.get(rule.key)!, runId })),
  )
  await store.insertResults(tx, runId, now, [
    { adoptionId: adoption.id, clauseId, ...said, rules: known.map((one) => one.rule.key) },
  ])
  await sealRun(tx, runId, adoption.org.id)
}
