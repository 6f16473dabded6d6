import type { Kysely } from 'kysely'
import { approvalOf, approve } from '#kernel/approval/index.ts'
import { dbNow, transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { findGroupByName, readOrgNames, rootOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import * as evaluation from '#modules/evaluation/index.ts'
import * as incident from '#modules/incident/index.ts'

/** Days of a span of whole months that ended before this one: 1 the last month, 3 the last quarter. */
function lastMonths(today: string, months: 1 | 3): { from: string; to: string } {
  const [year, month] = today.split('-').map(Number) as [number, number]
  const end = months === 1 ? month : month - ((month - 1) % 3)
  const day = (m: number, d: number) => new Date(Date.UTC(year, m - 1, d)).toISOString().slice(0, 10)
  return { from: day(end - months, 1), to: day(end, 0) }
}

interface Team {
  manager: Actor
  leader: Actor
  vendor: Actor
  raters: Actor[]
  schemeId: string
  subjectId: string
}

/** What the company's group has worked on: day of its month, minutes till it began, till it was resolved. */
const worked = [
  { title: '一窗受理平台提交材料后页面空白', day: 4, start: 12, done: 95 },
  { title: '电子证照接口返回超时', day: 11, start: 20, done: 160 },
  { title: '社保业务系统批量导入报错', day: 18, start: 75, done: 330 },
  { title: '办件查询结果显示不全', day: 25, start: 15, done: 80 },
] as const

/** Replays them for a month, as the past of the sample city is replayed: no timers run, nobody is told. */
async function work(tx: Tx, month: string): Promise<void> {
  const past = async (login: string): Promise<Actor> => ({
    ...(await personActor(tx, login)),
    origin: 'import',
  })
  const [desk, engineer] = [await past('desk01'), await past('vend01')]
  const group = (await findGroupByName(tx, '启航软件驻场组'))!
  for (const { title, day, start, done } of worked) {
    const begin = Date.parse(`${month}-${String(day).padStart(2, '0')}T09:10:00+08:00`)
    const at = (minutes: number) => new Date(begin + minutes * 60_000).toISOString()
    const id = await incident.fileOnly(tx, desk, {
      ...{
        title,
        description: `${title}。`,
        impact: 'medium',
        urgency: 'medium',
        type: 'fault',
        channel: 'phone',
      },
      occurredAt: at(0),
    })
    const where = async (minutes: number) => {
      const { version } = (await incident.readIncident(tx, id, null))!
      return { id, version, occurredAt: at(minutes) }
    }
    await incident.assignIncident(tx, desk, { ...(await where(3)), groupId: group.id, ownerId: engineer.id! })
    await incident.startIncident(tx, engineer, await where(start))
    const resolution = '驻场工程师已修复并与报修单位确认'
    await incident.resolveIncident(tx, engineer, { ...(await where(done)), resolution, code: 'fixed' })
    await incident.closeIncident(tx, desk, await where(done + 90))
  }
}

/**
 * Evaluations of the company that works on site: the last quarter's, with an answered objection, approved, published and
 * commended; and last month's, for which one form is still out. Beside them the unit's own. A later start adds nothing.
 */
export async function seedEvaluations(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  await transaction(db, async (tx) => {
    const [manager, leader, vendor, ...raters] = await Promise.all(
      ['mgr01', 'lead01', 'vend01', 'req02', 'req03'].map((login) => personActor(tx, login)),
    )
    const there = await evaluation.listEvaluations(tx, manager!, { limit: 1 })
    if (there.items.length > 0) return
    const { items } = await evaluation.listSchemes(tx, manager!, { subjectKind: 'vendor' })
    const subjectId = (await readOrgNames(tx)).byCode('qihang')!.id!
    const team = {
      manager: manager!,
      leader: leader!,
      vendor: vendor!,
      raters,
      subjectId,
      schemeId: items[0]!.id,
    }
    const today = dayIn(await dbNow(tx), unitZone())
    const [quarter, month] = [lastMonths(today, 3), lastMonths(today, 1)]
    for (const one of new Set([quarter.from, quarter.to, month.to].map((day) => day.slice(0, 7))))
      await work(tx, one)
    await finished(tx, team, quarter)
    await ofTheUnit(tx, team, month)
    await running(tx, team, month)
  })
  log('示例考核 evaluations: 3')
}

async function begun(
  tx: Tx,
  team: Team,
  about: { title: string; periodKind: 'quarterly' | 'monthly'; from: string; to: string },
): Promise<string> {
  const { manager, schemeId, subjectId, raters } = team
  const raterIds = raters.map((one) => one.id!)
  const plan = { ...about, schemeId, subjectId, raterIds, scoringDays: 5 }
  const { id, version } = await evaluation.createEvaluation(tx, manager, plan)
  await evaluation.startEvaluation(tx, manager, { id, version, scoringDays: 5 })
  return id
}

async function score(tx: Tx, rater: Actor, base: number, remark: string): Promise<void> {
  const { items } = await evaluation.listForms(tx, rater, {})
  const form = await evaluation.getForm(tx, rater, { id: items[0]!.id })
  const scores = form.items.map(({ id }, i) => ({ itemId: id, score: base + ((i * 3) % 7), remark }))
  await evaluation.handInForm(tx, rater, { id: form.id, version: form.version, scores, comment: remark })
}

async function finished(tx: Tx, team: Team, period: { from: string; to: string }): Promise<void> {
  const { manager, leader, vendor } = team
  const title = `启航软件 ${period.from.slice(0, 4)} 年第 ${Number(period.to.slice(5, 7)) / 3} 季度服务考核`
  const id = await begun(tx, team, { title, periodKind: 'quarterly', ...period })
  for (const [i, rater] of team.raters.entries())
    await score(tx, rater, 91 - i, i === 0 ? '响应及时，驻场人员态度好' : '系统升级前告知充分')
  const at = async (by = manager) => {
    const { version } = await evaluation.getEvaluation(tx, by, { id })
    return { id, version }
  }
  const computed = await evaluation.computeEvaluation(tx, manager, await at())
  await evaluation.announceEvaluation(tx, manager, await at())
  const item = computed.items.find((one) => one.rule.kind === 'form')!
  const objected = await evaluation.objectToEvaluation(tx, vendor, {
    ...{ id, itemId: item.id, text: '本季度按要求提交了运维计划和月报，请核实后酌情调整。' },
  })
  const { id: childId, version } = objected.objections[0]!
  await evaluation.reviewObjection(tx, leader, {
    ...{ id, childId, version, verdict: 'rejected', reply: '已核对月报签收记录，评分与实际相符，维持原分。' },
  })
  await evaluation.acceptEvaluation(tx, vendor, await at(vendor))
  await evaluation.answerEvaluation(tx, vendor, { id, text: '认可考核结果，下季度加强变更前的演练。' })
  const { grade } = await publish(tx, team, id)
  if (grade!.place === 0)
    await evaluation.issueNotice(tx, manager, {
      ...{ id, kind: 'commend' },
      text: '本季度驻场服务响应及时、配合到位，予以表彰，望继续保持。',
    })
}

/** Handed in, approved by somebody else, published. */
async function publish(tx: Tx, { manager, leader }: Team, id: string) {
  const at = async () => ({ id, version: (await evaluation.getEvaluation(tx, manager, { id })).version })
  await evaluation.submitEvaluation(tx, manager, await at())
  const asked = (await approvalOf(tx, { entity: 'evaluation', id }))!
  await approve(tx, leader, { id: asked.id, version: asked.version, reason: '同意' })
  await evaluation.settleApproval(tx, id, { approved: true, requesterId: manager.id! })
  return evaluation.publishEvaluation(tx, manager, await at())
}

/** The unit itself, as art. 49 asks beside the company: counted from all its records of the month. */
async function ofTheUnit(tx: Tx, team: Team, period: { from: string; to: string }): Promise<void> {
  const { manager } = team
  const { items } = await evaluation.listSchemes(tx, manager, { subjectKind: 'unit' })
  const own = { ...team, schemeId: items[0]!.id, subjectId: (await rootOrg(tx))!.id }
  const title = `信息中心 ${period.from.slice(0, 7)} 运维绩效考核`
  const id = await begun(tx, own, { title, periodKind: 'monthly', ...period })
  for (const rater of own.raters) await score(tx, rater, 84, '总体平稳')
  const at = async () => ({ id, version: (await evaluation.getEvaluation(tx, manager, { id })).version })
  await evaluation.computeEvaluation(tx, manager, await at())
  await evaluation.announceEvaluation(tx, manager, await at())
  await evaluation.acceptEvaluation(tx, manager, await at())
  await publish(tx, own, id)
}

async function running(tx: Tx, team: Team, period: { from: string; to: string }): Promise<void> {
  const title = `启航软件 ${period.from.slice(0, 7)} 月度服务考核`
  await begun(tx, team, { title, periodKind: 'monthly', ...period })
  await score(tx, team.raters[1]!, 85, '工单处理及时')
}
