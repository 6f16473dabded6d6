import type { Manifest } from '#kernel/manifest.ts'
import { newId, transaction } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import type { TestApp } from '#kernel/testing/index.ts'
import { replay } from '../lifecycle.ts'
import { digestOf, registerSubject, startApproval } from '../index.ts'
import { findApproval, readFacts } from '../store/approvals.ts'
import type { ApprovalDefinition, Approver, StepDefinition } from '../definition-contract.ts'

/** Records that approvals of the tests are about; only their keeper may open one. */
export const records = new Map<string, { title: string; plan: string; readers: Set<string> }>()

export const testSubject: Pick<Manifest, 'setUp'> = {
  setUp: () =>
    registerSubject({
      entity: 'test-record',
      label: 'approval:entity.approval',
      show: (_db, actor, id) => {
        const record = records.get(id)
        return Promise.resolve(
          record && {
            number: 'T-1',
            title: record.title,
            path: `/test-records/${id}`,
            facts: [{ label: actor.locale === 'en' ? 'Plan' : '方案', value: record.plan }],
          },
        )
      },
      canRead: (_db, actor, id) => Promise.resolve(records.get(id)?.readers.has(actor.login) ?? false),
      digest: (_db, id) => {
        const record = records.get(id)
        return Promise.resolve(record && digestOf({ title: record.title, plan: record.plan }))
      },
    }),
}

export const person = (personId: string): Approver => ({ kind: 'person', personId })

export function step(
  name: string,
  mode: StepDefinition['mode'],
  by: Approver[],
  more: Partial<StepDefinition> = {},
): StepDefinition {
  return { name, mode, by, ...more }
}

/** Makes a record and asks for its approval, as `login`. */
export async function ask(
  app: TestApp,
  login: string,
  definition: ApprovalDefinition,
  title = '更换核心交换机',
): Promise<{ id: string; version: number; subject: { entity: string; id: string } }> {
  const subject = { entity: 'test-record', id: newId() }
  records.set(subject.id, { title, plan: '夜间更换，先备份配置', readers: new Set([login]) })
  const actor = await personActor(app.db, login)
  const made = await transaction(app.db, (tx) =>
    startApproval(tx, actor, {
      subject,
      orgId: actor.orgId!,
      title,
      digest: digestOf({ title, plan: '夜间更换，先备份配置' }),
      definition,
      requesterId: actor.id!,
    }),
  )
  return { ...made, subject }
}

/** What the history says and what the rows say, to be compared. */
export async function both(app: TestApp, id: string): Promise<{ history: unknown; rows: unknown }> {
  const approval = replay(await readFacts(app.db, id))
  const row = (await findApproval(app.db, id))!
  const { rows: items } = await app.pool.query<Record<string, unknown>>(
    `select id, act, step, slot, person_id as "personId", state, decided_by as by, reason
     from approval_item where approval_id = $1 order by id`,
    [id],
  )
  const step = approval.current === null ? null : approval.acts[approval.current]!.step
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
  return {
    history: { state: approval.state, step, digest: approval.digest, items: approval.items.toSorted(byId) },
    rows: { state: row.state, step: row.currentStep, digest: row.digest, items },
  }
}
