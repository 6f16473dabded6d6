import type { Kysely } from 'kysely'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { rootOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import * as complaint from '#modules/complaint/index.ts'
import * as satisfaction from '#modules/satisfaction/index.ts'
import { serviceByLabels } from '#modules/service/index.ts'
import * as survey from '#modules/survey/index.ts'

type Said = Parameters<typeof complaint.fileComplaint>[2]

const askedLogins = [
  'req01',
  'req02',
  'req03',
  'desk01',
  'desk02',
  'eng01',
  'eng02',
  'lead01',
  'mgr01',
  'asset01',
  'fin01',
]
const remarks = [
  '报修后响应很快，希望周末也有人值守。',
  '一体化平台办件高峰时偏慢。',
  '服务台态度好，处理结果能及时告知。',
  '希望多一些操作培训。',
]

/**
 * What people say, in the sample city: a quarterly anonymous survey that was asked twice and published, a named one that goes on
 * with an unhappy answer being put right, and some complaints. By the verbs, in one transaction; a later start adds nothing.
 */
export async function seedVoices(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const begun = Date.now()
  const made = await transaction(db, async (tx) => {
    const manager = await personActor(tx, 'mgr01')
    if ((await survey.listQuestionnaires(tx, manager)).items.length > 0) return false
    const orgId = (await rootOrg(tx))!.id
    await anonymous(tx, manager, orgId)
    await named(tx, manager, orgId)
    await complaints(tx)
    return true
  })
  if (made) log(`示例问卷与投诉 surveys and complaints (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
}

const part = { required: true, options: [], rows: [] }

async function anonymous(tx: Tx, manager: Actor, orgId: string): Promise<void> {
  const rows = []
  for (const [at, label] of ['ywtb', 'oa', 'net'].entries()) {
    const service = await serviceByLabels(tx, { service: label })
    if (service) rows.push({ key: `r${at + 1}`, label: service.name, serviceId: service.id })
  }
  const channels = ['电话', '门户', '即时通信', '当面'].map((label, at) => ({ key: `o${at + 1}`, label }))
  const made = await survey.createQuestionnaire(tx, manager, {
    orgId,
    title: '信息化运维服务满意度调查',
    intro: '每季度一次，约两分钟。结果用于改进服务，结束后在门户公布。',
    questions: [
      { ...part, key: 'q1', type: 'grade', label: '您对本季度的运维服务总体满意吗？' },
      { ...part, key: 'q2', type: 'matrix', label: '各信息系统的运行情况', rows },
      { ...part, key: 'q3', type: 'multiple', label: '您通常怎样报修？', options: channels, required: false },
      { ...part, key: 'q4', type: 'nps', label: '您愿意把服务台推荐给同事吗？' },
      { ...part, key: 'q5', type: 'text', label: '意见和建议', required: false },
    ],
    anonymous: true,
    minGroup: 5,
    audience: {
      kind: 'roles',
      roles: ['requester', 'desk', 'engineer', 'duty-leader', 'manager', 'asset-keeper', 'finance'],
      sample: null,
    },
    rule: { every: 'month-workday', n: 1, months: [3, 6, 9, 12], at: '09:00' },
    openDays: 10,
    remindDays: 2,
    active: true,
  })
  for (const round of [0, 1]) {
    const { version } = await survey.getQuestionnaire(tx, manager, { id: made.id })
    const id = (await survey.openRun(tx, manager, { id: made.id, version })).runs[0]!.id
    for (const [at, login] of askedLogins.slice(round === 0 ? 2 : 0, 10).entries()) {
      const grade = (n: number) =>
        Math.min(5, Math.max(1, 3 + ((at + n) % 3) - (round === 0 && at % 4 === 0 ? 2 : 0)))
      const remark = remarks[at % 7]
      await survey.answerMine(tx, await personActor(tx, login), {
        id,
        answers: {
          q1: grade(0),
          q2: Object.fromEntries(rows.map((row, n) => [row.key, grade(n)])),
          q3: at % 2 === 0 ? ['o1', 'o2'] : ['o2'],
          q4: at % 3 === 0 ? 10 : 6 + (at % 4),
          ...(remark ? { q5: remark } : {}),
        },
      })
    }
    const open = await survey.getRun(tx, manager, { id })
    const closed = await survey.closeRun(tx, manager, { id, version: open.version, reason: '答卷已收齐' })
    const summary =
      '总体满意率较上季度提高。针对办件高峰响应慢的意见，已扩容一体化平台应用节点；周末值守方案正在制定。'
    if (round === 1) await survey.publishRun(tx, manager, { id, version: closed.version, summary })
  }
}

async function named(tx: Tx, manager: Actor, orgId: string): Promise<void> {
  const made = await survey.createQuestionnaire(tx, manager, {
    orgId,
    title: '服务台回访问卷（实名）',
    intro: '向近半年报修或申请过的人员发放；不满意之处由专人整改并再次回访。',
    questions: [
      { ...part, key: 'q1', type: 'grade', label: '服务台接听与答复' },
      { ...part, key: 'q2', type: 'grade', label: '工程师到场与处理' },
      { ...part, key: 'q3', type: 'text', label: '不满意的地方', required: false },
    ],
    anonymous: false,
    minGroup: 5,
    audience: { kind: 'roles', roles: ['requester'], sample: null },
    rule: null,
    openDays: 15,
    remindDays: 3,
    active: true,
  })
  const id = (await survey.openRun(tx, manager, { id: made.id, version: made.version })).runs[0]!.id
  const sheets = {
    req02: { q1: 5, q2: 4 },
    req03: { q1: 4, q2: 2, q3: '打印机修了三次才好，每次都要重新说明。' },
  }
  for (const [login, answers] of Object.entries(sheets))
    await survey.answerMine(tx, await personActor(tx, login), { id, answers })
  const [one] = (await satisfaction.listRectifications(tx, manager, { limit: 50 })).items.filter((row) =>
    row.number.startsWith('DC-'),
  )
  if (!one) return
  const engineer = await personActor(tx, 'eng01')
  const given = await satisfaction.assignRectification(tx, manager, {
    ...{ id: one.id, version: one.version, ownerId: engineer.id! },
  })
  const remedy = '已更换打印机硒鼓与进纸组件，并在知识库登记该型号的处理方法。'
  await satisfaction.remedyRectification(tx, engineer, { id: one.id, version: given.version, remedy })
}

const said: (Said & { by: string; to: 'received' | 'handling' | 'answered' | 'confirmed' })[] = [
  {
    ...{
      by: 'req01',
      to: 'received',
      kind: 'complaint',
      about: 'other',
      aboutId: null,
      aboutText: '服务台电话',
    },
    title: '上午高峰期电话长时间占线',
    body: '周一上午连续拨打四次均占线，最后改用门户报修。',
  },
  {
    ...{
      by: 'req02',
      to: 'handling',
      kind: 'complaint',
      about: 'vendor',
      aboutId: null,
      aboutText: '驻场人员',
    },
    title: '驻场人员约定时间未到',
    body: '约定下午两点上门，四点才到，且没有提前告知。',
  },
  {
    ...{
      by: 'req03',
      to: 'answered',
      kind: 'suggestion',
      about: 'service',
      aboutId: null,
      aboutText: '办公系统',
    },
    title: '建议办公系统支持手机审批',
    body: '外出时无法处理公文，建议开通移动端审批。',
  },
  {
    ...{
      by: 'req02',
      to: 'confirmed',
      kind: 'praise',
      about: 'other',
      aboutId: null,
      aboutText: '运行维护科',
    },
    title: '表扬夜间抢修的工程师',
    body: '窗口系统晚上故障，工程师连夜恢复，没有影响第二天办件。',
  },
]

async function complaints(tx: Tx): Promise<void> {
  const desk = await personActor(tx, 'desk01')
  const leader = await personActor(tx, 'lead01')
  for (const { by, to, ...one } of said) {
    const person = await personActor(tx, by)
    const { id, version } = await complaint.fileComplaint(tx, person, one)
    if (to === 'received') continue
    const taken = await complaint.accept(tx, desk, { id, version, note: '', aboutPersonId: null })
    const given = await complaint.assign(tx, desk, {
      id,
      version: taken.version,
      handlerId: leader.id!,
      note: '',
    })
    if (to === 'handling') continue
    const answer =
      to === 'answered'
        ? '已列入办公系统二期改造，预计下季度上线移动审批。'
        : '已转达当班工程师，感谢您的肯定。'
    const answered = await complaint.answer(tx, leader, { id, version: given.version, answer })
    if (to === 'confirmed')
      await complaint.replyMine(tx, person, { id, version: answered.version, move: 'confirm', note: '' })
  }
}
