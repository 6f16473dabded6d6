/** The result is approved by somebody else than handed it in; then nothing of it changes any more. */
import { digestOf, isAskedAbout, registerSubject, startApproval } from '#kernel/approval/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { everything, leave, visibleEvaluations } from './access.ts'
import { pointsNow } from './compute.ts'
import { gradeNamed } from './present.ts'
import { patchEvaluation, selectEvaluations, type EvaluationRow } from './store/evaluation.ts'
import { itemsOf } from './store/item.ts'
import { tell } from './tell.ts'

const entity = 'evaluation'

async function find(db: Db, id: string, lock = false): Promise<EvaluationRow | undefined> {
  const [row] = await selectEvaluations(db, everything, { id, limit: 1, lock })
  return row
}

/** What is approved: whose result, of which time, and the points of every item. */
async function digest(db: Db, row: EvaluationRow): Promise<string> {
  const items = await itemsOf(db, [row.id])
  const { number, from, to, score, grade } = row
  return digestOf({
    ...{ number, from, to, score, grade, subject: row.subject.id },
    items: items.map((one) => [one.id, one.value, pointsNow(one), one.effectiveWeight]),
  })
}

/** @throws approval.nobody_decides (422), approval.running_already (409) */
export async function handIn(tx: Tx, actor: Actor, row: EvaluationRow): Promise<void> {
  await startApproval(tx, actor, {
    subject: { entity, id: row.id },
    orgId: row.org.id,
    title: row.title,
    digest: await digest(tx, row),
    definition: {
      steps: [
        {
          name: 't:evaluation:approval.step',
          mode: 'one',
          by: [{ kind: 'permission', permission: 'evaluation.approve' }],
        },
      ],
    },
    requesterId: actor.id!,
  })
}

/** What was decided about a result; what is decided already stays. */
export async function settleApproval(
  tx: Tx,
  id: string,
  by: { approved: boolean; requesterId: string; reason?: string | null },
): Promise<void> {
  const row = await find(tx, id, true)
  if (row?.state !== 'approving') return
  const state = by.approved ? 'approved' : 'announced'
  await patchEvaluation(tx, row.id, { state, ...(by.approved ? { approved_at: await dbNow(tx) } : {}) })
  await leave(tx, systemActor('evaluation'), row, 'decide', {
    before: { state: row.state },
    after: { state, reason: by.reason ?? null },
  })
  await tell(tx, row, by.approved ? 'approved' : 'returned', [by.requesterId], { title: row.title })
}

async function decided(tx: Tx, event: AppEvent): Promise<void> {
  const { subject, requesterId, reason } = event.data as {
    subject: { entity: string; id: string }
    requesterId: string
    reason?: string | null
  }
  if (subject.entity !== entity) return
  await settleApproval(tx, subject.id, {
    approved: event.type === 'approval.approved',
    requesterId,
    ...(reason === undefined ? {} : { reason }),
  })
}

export const approvalReaction: Reaction = {
  name: 'evaluation.decided',
  // a returned one still waits: its requester can hand it in again
  on: ['approval.approved', 'approval.rejected', 'approval.withdrawn', 'approval.void'],
  run: decided,
}

/** Makes evaluations known to the approval room. */
export function registerEvaluations(): void {
  registerSubject({
    entity,
    label: 'evaluation:entity.evaluation',
    show: async (db, actor, id) => {
      const row = await find(db, id)
      if (!row) return undefined
      const label = (key: string) => say(actor.locale, `evaluation:field.${key}`)
      return {
        title: row.title,
        path: `/evaluations/${row.id}`,
        facts: [
          { label: label('subject'), value: row.subject.name },
          { label: label('period'), value: `${row.from} – ${row.to}` },
          { label: label('score'), value: row.score === null ? '—' : String(row.score) },
          { label: label('grade'), value: gradeNamed(actor, row.grades, row.grade)?.name ?? '—' },
        ],
      }
    },
    canRead: async (db, actor, id) => {
      const [row] = await selectEvaluations(db, visibleEvaluations(actor), { id, limit: 1 })
      return row !== undefined || isAskedAbout(db, actor, { entity, id })
    },
    digest: async (db, id) => {
      const row = await find(db, id)
      return row && digest(db, row)
    },
  })
}
