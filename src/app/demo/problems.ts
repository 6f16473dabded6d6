import type { Kysely } from 'kysely'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { findSource } from '#modules/incident/index.ts'
import * as problem from '#modules/problem/index.ts'
import { openCases } from './open/cases.ts'
import { openCaseOf } from './open/seed-open.ts'

/** Open incidents that have one cause. */
const behind = ['分会场画面卡顿，声音正常', '区县单位访问互联网时断时续']

/**
 * Gives the sample city a problem: two of its open incidents have one cause, of which the service desk knows the
 * workaround. By the verbs, in one transaction; a later start adds nothing.
 */
export async function seedProblems(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  if (await problem.anyProblem(db)) return
  await transaction(db, async (tx) => {
    const lead = await personActor(tx, 'lead01')
    const eng = await personActor(tx, 'eng01')
    let row = await problem.openProblem(tx, lead, {
      title: '区县汇聚链路丢包，视频卡顿、网页时断时续',
      description: '两起事件都经过区县汇聚交换机，时间集中在上午和下午的会议时段。',
      serviceIds: [],
      categoryId: null,
      priority: 2,
      groupId: null,
      ownerId: eng.id,
      incidentIds: await incidents(tx),
    })
    const at = () => ({ id: row.id, version: row.version })
    row = await problem.investigateProblem(tx, lead, at())
    await problem.addAnalysis(tx, lead, {
      id: row.id,
      analysis: {
        method: 'five-whys',
        content: {
          question: '为什么会议时段视频卡顿、网页时断时续',
          whys: [
            { answer: '区县汇聚链路丢包', evidence: '网管丢包率 3%～8%' },
            { answer: '上联端口输出队列溢出', evidence: '端口丢弃计数持续增长' },
            { answer: '视频与备份流量同走一条千兆上联', evidence: '' },
          ],
        },
        conclusion: '上联带宽不足，且没有区分优先级',
      },
    })
    row = await problem.editProblem(tx, lead, {
      ...at(),
      rootCause: '区县汇聚交换机只有一条千兆上联，会议时段拥塞，未配置服务质量策略。',
      rootCauseCategory: 'capacity',
      symptoms: ['视频卡顿', '画面卡顿', '时断时续', '网页打开一半'],
      workaround: '会议保障时段请网络组将会议流量切到备用上联；普通上网提示用户错峰或刷新重试。',
    })
    row = await problem.publishKnownError(tx, lead, at())
    await problem.addAction(tx, lead, {
      id: row.id,
      title: '区县汇聚上联扩容为双链路捆绑',
      ownerId: eng.id,
      dueAt: new Date(Date.now() + 10 * 86_400_000).toISOString(),
      ticketNumber: null,
    })
  })
  log('示例问题 problems: 1')
}

/** Their ids; what is not there any more is left out. */
async function incidents(tx: Tx): Promise<string[]> {
  const ids: string[] = []
  for (const title of behind) {
    const n = openCases.findIndex((one) => one.title === title)
    const id = n < 0 ? undefined : await findSource(tx, ...openCaseOf(n))
    if (id) ids.push(id)
  }
  return ids
}
