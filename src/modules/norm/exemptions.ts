/** That a clause does not apply: asked for with a reason, decided by approval, ended when it applies again. */
import { digestOf, registerSubject, startApproval } from '#kernel/approval/index.ts'
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessAdoption, accessClause, demandManage, manages, stale } from './policy.ts'
import { restate } from './restate.ts'
import { selectAdoptions, type AdoptionRow } from './store/adoption.ts'
import { selectClauses } from './store/library.ts'
import * as store from './store/proof.ts'
import { everything, visibleNorms } from './visible.ts'
import type * as contract from './work-contract.ts'

const entity = 'norm-exemption'

export function presentExemption(
  actor: Actor,
  adoption: AdoptionRow,
  { adoptionId: _adoption, ...row }: store.ExemptionRow,
): Output<typeof contract.askExemption> {
  const ends = row.state === 'approved' && manages(actor, adoption.orgPath)
  return { ...row, abilities: ends ? ['end'] : [] }
}

/** What is approved: the clause of this edition and the reason. */
const digest = (row: Pick<store.ExemptionRow, 'adoptionId' | 'clauseId' | 'reason'>): string =>
  digestOf({ adoptionId: row.adoptionId, clauseId: row.clauseId, reason: row.reason })

/**
 * Asks that a clause does not apply; whoever reviews norms for the org decides, but for the one who asks.
 * @throws norm.not_found (404), norm.not_allowed (403), norm.exempt_already (409), approval.nobody_decides (422)
 */
export async function askExemptionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.askExemption>,
): Promise<Output<typeof contract.askExemption>> {
  const { adoption, clause } = await accessClause(tx, actor, input)
  demandManage(actor, adoption.orgPath)
  if (actor.kind !== 'person' || actor.id === null) throw new AppError('norm.not_allowed', { status: 403 })
  const row = { adoptionId: adoption.id, clauseId: clause.id, reason: input.reason, requestedBy: actor.id }
  const id = await store.insertExemption(tx, row)
  if (!id) throw new AppError('norm.exempt_already', { status: 409 })
  await audit(tx, actor, {
    action: 'norm.ask-exemption',
    entity,
    entityId: id,
    orgId: adoption.org.id,
    after: { clause: clause.code, reason: input.reason },
  })
  await startApproval(tx, actor, {
    subject: { entity, id },
    orgId: adoption.org.id,
    title: `${adoption.title} ${clause.article}`,
    digest: digest(row),
    definition: {
      steps: [
        {
          name: 't:norm:exemption.step',
          mode: 'one',
          by: [{ kind: 'permission', permission: 'norm.review' }],
        },
      ],
    },
    requesterId: actor.id,
  })
  const [made] = await store.selectExemptions(tx, { id })
  return presentExemption(actor, adoption, made!)
}

/** @throws norm.not_found (404), norm.not_allowed (403), norm.not_exempt (409), norm.version_stale (412) */
export async function endExemptionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.endExemption>,
): Promise<Output<typeof contract.endExemption>> {
  const [row] = await store.selectExemptions(tx, { id: input.id, lock: true })
  if (!row) throw notFound('norm')
  const adoption = await accessAdoption(tx, actor, row.adoptionId)
  demandManage(actor, adoption.orgPath)
  if (row.version !== input.version) throw stale(row.version)
  if (row.state !== 'approved') throw new AppError('norm.not_exempt', { status: 409, field: 'state' })
  await store.setExemption(tx, row.id, 'ended')
  await audit(tx, actor, {
    action: 'norm.end-exemption',
    entity,
    entityId: row.id,
    orgId: adoption.org.id,
    before: { state: row.state },
    after: { state: 'ended', reason: input.reason },
  })
  await restate(tx, adoption, row.clauseId, actor.id)
  return presentExemption(actor, adoption, (await store.selectExemptions(tx, { id: row.id }))[0]!)
}

async function decided(tx: Tx, event: AppEvent): Promise<void> {
  const { subject } = event.data as { subject: { entity: string; id: string } }
  if (subject.entity !== entity) return
  const [row] = await store.selectExemptions(tx, { id: subject.id, lock: true })
  if (row?.state !== 'waiting') return
  const state = event.type === 'approval.approved' ? 'approved' : 'refused'
  await store.setExemption(tx, row.id, state)
  const [adoption] = await selectAdoptions(tx, everything, { zone: unitZone(), id: row.adoptionId })
  await audit(tx, systemActor('norm'), {
    action: 'norm.decide-exemption',
    entity,
    entityId: row.id,
    orgId: adoption?.org.id ?? null,
    before: { state: row.state },
    after: { state },
  })
  if (adoption) await restate(tx, adoption, row.clauseId, null)
}

export const exemptionReaction: Reaction = {
  name: 'norm.exemption-decided',
  // a returned one still waits: its requester can hand it in again
  on: ['approval.approved', 'approval.rejected', 'approval.withdrawn', 'approval.void'],
  run: decided,
}

async function find(db: Db, id: string, visible = everything) {
  const [row] = await store.selectExemptions(db, { id })
  if (!row) return undefined
  const [adoption] = await selectAdoptions(db, visible, { zone: unitZone(), id: row.adoptionId })
  if (!adoption) return undefined
  const [clause] = await selectClauses(db, adoption.editionId, [row.clauseId])
  return clause && { row, adoption, clause }
}

/** Makes exemptions known to the approval room. */
export function registerExemptions(): void {
  registerSubject({
    entity,
    label: 'norm:entity.norm-exemption',
    show: async (db, actor, id) => {
      const found = await find(db, id)
      if (!found) return undefined
      const { row, adoption, clause } = found
      const english = actor.locale === 'en'
      const label = (key: string) => say(actor.locale, `norm:exemption.${key}`)
      return {
        title: `${english && adoption.titleEn ? adoption.titleEn : adoption.title} ${clause.article}`,
        path: `/norm-adoptions/${adoption.id}/clauses/${clause.id}`,
        facts: [
          { label: label('clause'), value: english && clause.gistEn ? clause.gistEn : clause.gist },
          { label: label('org'), value: adoption.org.name },
          { label: label('reason'), value: row.reason },
        ],
      }
    },
    canRead: async (db, actor, id) => (await find(db, id, visibleNorms(actor))) !== undefined,
    digest: async (db, id) => {
      const [row] = await store.selectExemptions(db, { id })
      return row && digest(row)
    },
  })
}
