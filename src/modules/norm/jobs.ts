import { audit, verifyNow } from '#kernel/audit/index.ts'
import { dbNow, transaction, type Tx } from '#kernel/db/index.ts'
import { evidenceRules } from '#kernel/evidence/index.ts'
import type { AppEvent, JobContext, Reaction } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { evaluateOrg } from './evaluate.ts'
import { dueProofs } from './store/proof.ts'
import { dayBegan, markRules, orgsDue, orgsWithNorms, takeMarked } from './store/state.ts'
import { dueTasks } from './store/task.ts'

/**
 * Every org with norms in force once a day, about the days until midnight, and soon after a norm was put in force. The
 * whole audit is verified before: where it does not hold, what rules say in favour is in doubt.
 */
export async function nightly({ db, settings, log, stopping }: JobContext): Promise<void> {
  const due = await orgsDue(db, unitZone())
  if (due.length === 0) return
  const doubt = await inDoubt({ db, settings, log })
  const to = await dayBegan(db, unitZone())
  for (const org of due) {
    const wanted = {
      org,
      why: 'nightly' as const,
      to,
      askedBy: null,
      doubt,
      ...(stopping ? { stopping } : {}),
    }
    const done = await evaluateOrg(db, wanted, async (tx, runId) =>
      audit(tx, systemActor('norm'), {
        action: 'norm.evaluate',
        entity: 'org',
        entityId: org.id,
        orgId: org.id,
        after: { runId, doubt },
      }),
    )
    // what is not kept is due still
    if (done === 'stopped') return
    if (done.errors > 0) log('norm: rules that could not be evaluated', { org: org.id, errors: done.errors })
  }
}

/** An audit that cannot be verified is no better than one that does not. */
async function inDoubt({ db, settings, log }: JobContext): Promise<boolean> {
  try {
    const { ok, counts } = await verifyNow(db, settings)
    if (!ok) log('norm: the audit does not verify, evidence is in doubt', { findings: counts })
    return !ok
  } catch (error) {
    log('norm: the audit could not be verified, evidence is in doubt', { error: String(error) })
    return true
  }
}

/** Marks the rules that look at what happened. It listens to whatever events the rules of this program name. */
export const markOnEvent: Reaction = {
  name: 'norm.mark',
  get on() {
    return [...new Set([...evidenceRules().values()].flatMap((rule) => rule.on ?? []))]
  },
  run: async (tx: Tx, event: AppEvent) => {
    const rules = [...evidenceRules().values()].filter((rule) => rule.on?.includes(event.type))
    if (rules.length > 0)
      await markRules(
        tx,
        rules.map((rule) => rule.key),
      )
  },
}

/** Asks again what events have touched; keeps only what is not as it was. */
export async function afterEvents({ db }: JobContext): Promise<void> {
  const marked = await transaction(db, (tx) => takeMarked(tx))
  if (marked.length === 0) return
  const to = await dbNow(db)
  for (const org of await orgsWithNorms(db, unitZone()))
    await evaluateOrg(db, {
      org,
      why: 'event',
      to,
      askedBy: null,
      rules: new Set(marked),
      onlyChanges: true,
    })
}

/** Tells owners of tasks that are due, once a day and task; and who filed them of proofs that run out within thirty days, once. */
export async function remind({ db }: JobContext): Promise<void> {
  const zone = unitZone()
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(await dbNow(db))
  await transaction(db, async (tx) => {
    for (const task of await dueTasks(tx, zone))
      await notify(tx, {
        to: task.dueOn < today && task.createdBy ? [task.ownerId, task.createdBy] : [task.ownerId],
        textKey: task.dueOn < today ? 'norm:notify.overdue' : 'norm:notify.due',
        params: { title: task.title, dueOn: task.dueOn },
        entity: 'norm-task',
        entityId: task.id,
        dedupeKey: `norm.due:${task.id}:${today}`,
      })
    for (const proof of await dueProofs(tx, zone))
      await notify(tx, {
        to: [proof.filedBy],
        textKey: 'norm:notify.runsOut',
        params: { clause: proof.article, norm: proof.norm, until: proof.validUntil },
        entity: 'norm-adoption',
        entityId: proof.adoptionId,
        dedupeKey: `norm.runs-out:${proof.id}`,
      })
  })
}
