import type { Kysely } from 'kysely'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import * as change from '#modules/change/index.ts'
import { serviceByLabels } from '#modules/service/index.ts'

const templateName = '应用服务例行重启'
const hour = 3_600_000
const at = (ms: number): string => new Date(ms).toISOString()

/**
 * Gives the sample city its changes: a template, a standard change that was done by it, a normal one for the next window
 * that waits for its approval, and a freeze. All by the verbs, in one transaction; a later start adds nothing.
 */
export async function seedChanges(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  if ((await change.templatesByName(db, templateName)) > 0) return
  await transaction(db, async (tx) => {
    const now = Date.now()
    await done(tx, await template(tx), now)
    await next(tx, now)
    await change.createFreeze(tx, await personActor(tx, 'mgr01'), {
      name: '全市政务服务大会重要保障',
      reason: '会议期间保障政务服务系统稳定，除紧急变更外不做改动',
      startsAt: at(now + 18 * 24 * hour),
      endsAt: at(now + 21 * 24 * hour),
      serviceIds: [],
    })
  })
  log('示例变更 changes: 2')
}

async function template(tx: Tx): Promise<string> {
  const { id } = await change.createTemplate(tx, await personActor(tx, 'mgr01'), {
    name: templateName,
    risk: 'low',
    impact: '逐个节点重启，业务不中断；单节点期间并发能力下降。',
    plan: '1. 在负载均衡上摘除节点\n2. 重启应用服务\n3. 健康检查通过后挂回\n4. 逐个节点重复',
    backOut: '节点重启失败时保持摘除状态，由其余节点承载，联系厂商处理。',
    testProof: '例行操作，近一年按此执行 24 次，均成功。',
    editsConfig: false,
    minutes: 120,
    groupId: null,
    taskTitles: ['通知值班长', '逐节点重启', '业务验证'],
  })
  return id
}

async function done(tx: Tx, templateId: string, now: number): Promise<void> {
  const [desk, eng, second, lead] = await people(tx, ['desk01', 'eng01', 'eng02', 'lead01'])
  const oa = await serviceByLabels(tx, { service: 'oa' })
  let row = await change.createChange(tx, desk!, {
    ...blank,
    kind: 'standard',
    templateId,
    title: 'OA 应用服务例行重启',
    reason: '内存占用持续升高，按例行计划重启释放。',
    serviceIds: oa ? [oa.id] : [],
    startsAt: at(now - hour),
    endsAt: at(now + hour / 2),
    implementerId: eng!.id,
    secondId: second!.id,
  })
  const { id } = row
  const version = (): { id: string; version: number } => ({ id, version: row.version })
  row = await change.submitChange(tx, desk!, { ...version(), note: '' })
  await change.recordEvidence(tx, eng!, {
    id,
    what: 'backup',
    statement: '配置与程序目录已备份，校验通过',
    link: '备份服务器 /backup/oa/',
  })
  row = await change.recordEvidence(tx, eng!, {
    id,
    what: 'state-before',
    statement: '两节点在线，内存占用 91%',
  })
  row = await change.startChange(tx, eng!, { ...version(), note: '' })
  for (const task of row.tasks) row = await change.doTask(tx, eng!, { id, taskId: task.id, note: '' })
  row = await change.recordEvidence(tx, eng!, {
    id,
    what: 'state-after',
    statement: '两节点在线，内存占用 38%',
  })
  row = await change.confirmChange(tx, second!, { ...version(), note: '已核对两个节点' })
  row = await change.implementChange(tx, eng!, { ...version(), note: '' })
  await change.closeChange(tx, lead!, {
    ...version(),
    result: 'successful',
    review: '按模板完成，业务无中断。',
  })
}

async function next(tx: Tx, now: number): Promise<void> {
  const [eng, lead] = await people(tx, ['eng01', 'lead01'])
  const [second] = await people(tx, ['eng02'])
  const service = await serviceByLabels(tx, { service: 'ywtb' })
  // the evening of the day after tomorrow, 22:00 to 24:00 in China
  const day = new Date(now + 2 * 24 * hour).toISOString().slice(0, 10)
  const startsAt = Date.parse(`${day}T14:00:00Z`)
  let row = await change.createChange(tx, eng!, {
    ...blank,
    kind: 'normal',
    title: '一网通办数据库补丁升级',
    reason: '厂商发布安全补丁，修复两个高危漏洞，等级保护测评要求限期处置。',
    serviceIds: service ? [service.id] : [],
    impactLevel: 'high',
    likelihood: 'low',
    impact: '升级期间申报与受理中断约 40 分钟，已选业务低谷并发布公告。',
    plan: '1. 停应用\n2. 数据库全量备份并校验\n3. 主备依次打补丁\n4. 启应用并按清单验证',
    backOut: '补丁回滚；回滚失败则用备份恢复，预计 60 分钟。',
    testProof: '测试环境已完成同版本升级与回归，报告见附件目录。',
    editsConfig: true,
    startsAt: at(startsAt),
    endsAt: at(startsAt + 2 * hour),
    implementerId: eng!.id,
    secondId: second!.id,
    tasks: ['发布停机公告', '全量备份并校验', '主备依次打补丁', '业务验证'].map((title) => ({
      title,
      ownerId: null,
    })),
    files: ['/etc/my.cnf'],
  })
  row = await change.submitChange(tx, eng!, { id: row.id, version: row.version, note: '' })
  await change.assessChange(tx, lead!, {
    id: row.id,
    version: row.version,
    impactLevel: 'high',
    likelihood: 'low',
    assessment: '窗口合适，回退方案可行。',
  })
}

const people = (tx: Tx, logins: string[]) => Promise.all(logins.map((login) => personActor(tx, login)))

const blank = {
  reason: '',
  impactLevel: null,
  likelihood: null,
  impact: '',
  plan: '',
  backOut: '',
  testProof: '',
  editsConfig: false,
  groupId: null,
  tasks: [],
  files: [],
}
