import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { findGroupByName } from '#kernel/org/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { getItemVerb, listItemsVerb, updateItemVerb } from '#modules/catalogue/index.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import {
  askBackVerb,
  askRequestVerb,
  confirmRequestVerb,
  finishTaskVerb,
  listRequestsVerb,
  takeTaskVerb,
} from '#modules/request/index.ts'
import { serviceByLabels } from '#modules/service/index.ts'
import { groups } from '../city.ts'
import { requestCases, taskGroups, type RequestCase, type Step } from './cases.ts'

type Shown = Awaited<ReturnType<typeof askRequestVerb>>

/**
 * Gives the groups of the sample city the tasks of the shipped items, and the city some requests, by the verbs as live
 * work. One transaction: after a kill it begins anew, and a later start adds nothing.
 */
export async function seedRequests(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const manager = await personActor(db, 'mgr01')
  if ((await listRequestsVerb(db, manager, { limit: 1 })).items.length > 0) return
  const begun = Date.now()
  await transaction(db, async (tx) => {
    const items = await giveTasks(tx)
    for (const one of requestCases) await play(tx, one, items)
  })
  const seconds = ((Date.now() - begun) / 1000).toFixed(1)
  log(`示例服务请求 requests: ${requestCases.length} (${seconds} s)`)
}

/** The manager names the groups that do the tasks: a new version of each shipped item. @returns id and version by code */
async function giveTasks(tx: Tx): Promise<Map<string, { id: string; no: number }>> {
  const manager = await personActor(tx, 'mgr01')
  const ids = new Map<string, string>()
  for (const { key, name } of groups) ids.set(key, (await findGroupByName(tx, name))!.id)
  const out = new Map<string, { id: string; no: number }>()
  for (const { id, code, version } of (await listItemsVerb(tx)).items) {
    const { definition } = await getItemVerb(tx, manager, { id })
    const tasks = definition.tasks.map((task) => {
      const group = taskGroups[`${code}.${task.key}`] ?? taskGroups[code]
      return { ...task, groupId: task.groupId ?? (group ? ids.get(group)! : null) }
    })
    const after = await updateItemVerb(tx, manager, {
      id,
      version,
      definition: { ...definition, tasks } as never,
    })
    out.set(code, { id, no: after.liveNo })
  }
  return out
}

async function play(tx: Tx, one: RequestCase, items: Map<string, { id: string; no: number }>): Promise<void> {
  const asker = await personActor(tx, one.by)
  const lines = []
  for (const line of one.lines) {
    const item = items.get(line.item)!
    lines.push({ itemId: item.id, itemNo: item.no, answers: await filled(tx, line.answers) })
  }
  let now = await askRequestVerb(tx, asker, {
    ...(one.title ? { title: one.title } : {}),
    description: one.description,
    channel: 'portal',
    lines,
  })
  for (const step of one.steps) now = await take(tx, now, step)
}

/** `@ywtb` is the system with that label, `+5` the day after five more. */
async function filled(tx: Tx, answers: Answers): Promise<Answers> {
  const now = await dbNow(tx)
  const out: Answers = {}
  for (const [key, answer] of Object.entries(answers)) {
    if (typeof answer === 'string' && answer.startsWith('@'))
      out[key] = (await serviceByLabels(tx, { service: answer.slice(1) }))!.id
    else if (typeof answer === 'string' && /^\+\d+$/.test(answer))
      out[key] = dayIn(new Date(now.getTime() + Number(answer) * 86_400_000), unitZone())
    else out[key] = answer
  }
  return out
}

async function take(tx: Tx, now: Shown, step: Step): Promise<Shown> {
  const actor = await personActor(tx, step.by)
  if (step.do === 'confirm')
    return confirmRequestVerb(tx, actor, {
      id: now.id,
      version: now.version,
      rating: step.rating,
      remark: '',
    })
  const { id, version } = now.lines[0]!.tasks.find((task) => task.state === 'open')!
  if (step.do === 'take') return takeTaskVerb(tx, actor, { id, version, note: '' })
  if (step.do === 'ask') return askBackVerb(tx, actor, { id, version, question: step.question })
  return finishTaskVerb(tx, actor, { id, version, note: step.note, results: step.results ?? {} })
}
