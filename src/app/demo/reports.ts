import type { Kysely } from 'kysely'
import { approvalOf, approve } from '#kernel/approval/index.ts'
import { transaction, type DB } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { rootOrg } from '#kernel/org/index.ts'
import * as report from '#modules/report/index.ts'
import { usual, type Kind } from '#modules/report/words.ts'

const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())

const templates: readonly { name: string; kind: Kind; workday: number }[] = [
  { name: '运维月报', kind: 'month', workday: 3 },
  { name: '运维季报', kind: 'quarter', workday: 5 },
  { name: '运维年报', kind: 'year', workday: 10 },
]

const remarks = {
  sla: '超时集中在夜间与会议保障时段，已安排值班组增加一名网络工程师。',
  faults: '区县汇聚链路拥塞是本月重复故障的主要原因，扩容变更已列入下月计划。',
}
const plan = '一、完成区县汇聚链路扩容。\n二、开展年度应急演练。\n三、完成重点系统备份恢复验证。'

/**
 * Gives the sample city its templates of reports, the report of the last month, approved, and a draft of this one. By the
 * verbs; a later start adds nothing.
 */
export async function seedReports(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const lead = await personActor(db, 'lead01')
  const manager = await personActor(db, 'mgr01')
  if ((await report.listTemplates(db, manager)).items.length > 0) return
  const orgId = (await rootOrg(db))!.id
  const sections = usual.map((key) => ({ id: key, key, title: '', text: '' }))
  const monthly = await transaction(db, async (tx) => {
    const made = []
    for (const one of templates)
      made.push(
        await report.createTemplate(tx, manager, { ...one, orgId, locale: 'zh-CN', at: '09:00', sections }),
      )
    return made[0]!
  })
  const begin = async (day: string) => {
    const made = await transaction(db, (tx) => report.createReport(tx, lead, { templateId: monthly.id, day }))
    return report.measureReport(db, lead, { id: made.id, version: made.version })
  }
  const last = await begin(new Date(Date.parse(`${today().slice(0, 7)}-01`) - 1).toISOString().slice(0, 10))
  await transaction(db, async (tx) => {
    const written = await report.editReport(tx, lead, {
      ...{ id: last.id, version: last.version, title: last.title },
      sections: last.sections.map(({ id, key, title, text }) => ({
        ...{ id, key, title, text: key === 'plan' ? plan : text },
        comment: remarks[key as keyof typeof remarks] ?? '',
      })),
    })
    await report.submitReport(tx, lead, { id: written.id, version: written.version })
  })
  await transaction(db, async (tx) => {
    const asked = (await approvalOf(tx, { entity: 'report', id: last.id }))!
    await approve(tx, manager, { id: asked.id, version: asked.version, reason: '同意报送。' })
  })
  await begin(today())
  log('示例报告 reports: 2')
}
