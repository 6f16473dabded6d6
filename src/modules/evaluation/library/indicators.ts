/** Indicators that ship: the three fields of the Beijing rules (art. 47–49), by facts this program counts itself. */
import type { Rule } from '../rule-contract.ts'
import type { Dimension } from '../words.ts'

export interface ShippedIndicator {
  code: string
  name: string
  nameEn: string
  dimension: Dimension
  source: string
  rule: Rule
}

type Point = readonly [at: number, points: number]
const curve = (direction: 'higher' | 'lower', ...points: Point[]) => ({
  shape: 'linear' as const,
  direction,
  points: points.map(([at, given]) => ({ at, points: given })),
})

/** A share of which more is better: full points from `full` percent on, 60 from `pass`, none from `none` down. */
const share = (formula: string, none: number, pass: number, full: number, minCases = 1): Rule => ({
  kind: 'formula',
  formula,
  unit: 'percent',
  minCases,
  needs: [],
  curve: curve('higher', [none, 0], [pass, 60], [full, 100]),
})
/** A share of which less is better. */
const few = (formula: string, full: number, pass: number, none: number, needs: string[] = []): Rule => ({
  kind: 'formula',
  formula,
  unit: 'percent',
  minCases: 1,
  needs,
  curve: curve('lower', [full, 100], [pass, 60], [none, 0]),
})
const form = (guide: string, guideEn: string): Rule => ({ kind: 'form', guide, guideEn, minAnswers: 1 })

const beijing = '北京市电子政务运维管理规范 第四十八条'
const one = (
  code: string,
  dimension: Dimension,
  name: string,
  nameEn: string,
  rule: Rule,
  source = beijing,
): ShippedIndicator => ({ code, dimension, name, nameEn, rule, source })

const planning = [
  one(
    'norm-conforming',
    'planning',
    '规范条款符合率',
    'Clauses of norms that conform',
    share('norm.conforming', 40, 70, 95, 5),
  ),
  one(
    'rectification-in-time',
    'planning',
    '整改按期完成率',
    'Rectifications done in time',
    share('rectification.in-time', 50, 80, 100),
  ),
  one(
    'plan-and-organisation',
    'planning',
    '运维组织与年度计划',
    'Organisation and yearly plan',
    form(
      '机构、岗位和职责是否明确，年度运维计划是否按时制定并落实。90 分以上：计划完整且按期完成；60 分：有计划，部分未完成。',
      'Are units, posts and duties clear; was the yearly plan made in time and carried out? From 90: complete and done in time; 60: there is a plan, parts are open.',
    ),
  ),
  one(
    'coordination',
    'planning',
    '与业务部门的沟通协调',
    'Coordination with business departments',
    form(
      '是否主动听取业务部门需求、通报运维情况，需求有无回应。',
      'Does the party ask for needs, report on operations, and answer what is asked?',
    ),
  ),
]

const safeguards = [
  one('round-done', 'safeguards', '巡检按时完成率', 'Rounds done in time', share('round.done', 60, 90, 100)),
  one(
    'duty-covered',
    'safeguards',
    '值班到位率',
    'Duty shifts covered',
    share('duty.shifts-covered', 70, 95, 100),
  ),
  one(
    'duty-log-written',
    'safeguards',
    '值班日志及时率',
    'Duty logs written in time',
    share('duty-log.written', 60, 90, 100),
  ),
  one(
    'ci-complete',
    'safeguards',
    '配置项完整率',
    'Items with complete records',
    share('ci.complete', 50, 80, 98, 5),
  ),
  one(
    'stocktake-agreed',
    'safeguards',
    '资产账实相符率',
    'Assets found as on the book',
    share('stocktake.agreed', 80, 95, 100),
  ),
  one(
    'change-succeeded',
    'safeguards',
    '变更成功率',
    'Changes that succeeded',
    share('change.succeeded', 70, 90, 100),
  ),
  one(
    'change-emergency',
    'safeguards',
    '紧急变更占比',
    'Share of emergency changes',
    few('change.emergency', 10, 30, 60),
  ),
  one('problem-solved', 'safeguards', '问题解决率', 'Problems solved to opened', {
    kind: 'formula',
    formula: 'min(100, 100 * problem.solved / problem.opened)',
    unit: 'percent',
    minCases: 1,
    needs: [],
    curve: curve('higher', [0, 0], [60, 60], [90, 100]),
  }),
  one(
    'rules-kept',
    'safeguards',
    '规章制度执行与安全保密',
    'Rules kept, security and secrecy',
    form(
      '进出机房、账号权限、资料保密等制度是否遵守，现场是否规范。',
      'Are the rules on machine rooms, accounts and secrecy kept, and is work on site orderly?',
    ),
  ),
]

const delivery = [
  one(
    'response-in-time',
    'delivery',
    '故障响应及时率',
    'Faults responded to in time',
    share('incident.response-in-time', 60, 85, 98),
  ),
  one(
    'restore-in-time',
    'delivery',
    '故障恢复及时率',
    'Faults restored in time',
    share('incident.restore-in-time', 60, 85, 98),
  ),
  one('reopened', 'delivery', '事件重开率', 'Incidents reopened', few('incident.reopened', 2, 10, 25)),
  one(
    'stays-kept',
    'delivery',
    '外包协议达成率',
    'Agreements with the vendor kept',
    share('sla.stays-kept', 60, 85, 98),
    '外包合同、服务级别协议；北京市电子政务运维管理规范 第四十九条',
  ),
  one(
    'requests-in-time',
    'delivery',
    '服务请求按时办结率',
    'Requests done in time',
    share('request.done-in-time', 60, 85, 98),
  ),
  one('availability', 'delivery', '信息系统可用率', 'Availability of information systems', {
    kind: 'formula',
    formula: 'check.availability',
    unit: 'percent',
    minCases: 1,
    needs: [],
    curve: curve('higher', [95, 0], [99, 60], [99.9, 100]),
  }),
  one('satisfied', 'delivery', '用户满意率', 'Satisfied users', share('satisfaction.satisfied', 50, 80, 95)),
  one(
    'business-view',
    'delivery',
    '业务部门对服务的评价',
    'How business departments see the service',
    form(
      '系统运行是否稳定，报修处理是否及时，服务态度和专业能力如何。',
      'Do the systems run well, is help timely, how are manner and skill?',
    ),
    '北京市电子政务运维管理规范 第四十九条（业务部门参与）',
  ),
]

const adjustments = [
  one('major-faults', 'delivery', '重大故障扣分', 'Deduction for major faults', {
    kind: 'cases',
    sign: 'deduct',
    formula: 'incident.major-faults',
    perCase: 2,
    cap: 10,
    needs: ['incident.filed'],
  }),
  one('unauthorised-changes', 'safeguards', '未授权变更扣分', 'Deduction for unauthorised changes', {
    kind: 'cases',
    sign: 'deduct',
    formula: 'change.unauthorised',
    perCase: 3,
    cap: 12,
    needs: [],
  }),
  one('breach-of-rules', 'safeguards', '违规违纪扣分', 'Deduction for breaches of rules', {
    kind: 'hand',
    sign: 'deduct',
    cap: 20,
    guide: '违反保密、安全或管理规定的，每起按情节扣 1 至 10 分，须附通报、记录等依据。',
    guideEn:
      'One to ten points for each breach of secrecy, security or rules, with the document that shows it.',
  }),
  one('special-merit', 'planning', '突出贡献加分', 'Bonus for special merit', {
    kind: 'hand',
    sign: 'bonus',
    cap: 5,
    guide: '在重大活动保障、应急处置、技术改进中成绩突出的，每项加 1 至 3 分，须附表扬文件等依据。',
    guideEn:
      'One to three points for merit in safeguarding events, emergencies or improvements, with the document that shows it.',
  }),
]

export const indicators: readonly ShippedIndicator[] = [
  ...planning,
  ...safeguards,
  ...delivery,
  ...adjustments,
]
