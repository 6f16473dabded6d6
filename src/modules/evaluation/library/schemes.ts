import type { Grade } from '../rule-contract.ts'
import type { SubjectKind } from '../words.ts'

export interface ShippedScheme {
  subjectKind: SubjectKind
  name: string
  nameEn: string
  source: string
  /** code of an indicator → weight; null for deductions and bonuses */
  items: Readonly<Record<string, number | null>>
}

export const shippedGrades: readonly Grade[] = [
  { name: '优秀', nameEn: 'Excellent', from: 90 },
  { name: '良好', nameEn: 'Good', from: 75 },
  { name: '合格', nameEn: 'Pass', from: 60 },
  { name: '不合格', nameEn: 'Fail', from: 0 },
]
/** working days in which a party may object */
export const shippedObjectionDays = 5

const extra = { 'breach-of-rules': null, 'special-merit': null }
const source = '北京市电子政务运维管理规范 第四十七条至第五十条'

export const schemes: readonly ShippedScheme[] = [
  {
    subjectKind: 'unit',
    name: '单位运维绩效考核方案',
    nameEn: 'Evaluation of a unit',
    source,
    items: {
      'norm-conforming': 8,
      'rectification-in-time': 4,
      'plan-and-organisation': 8,
      'round-done': 6,
      'duty-covered': 6,
      'duty-log-written': 4,
      'ci-complete': 4,
      'stocktake-agreed': 4,
      'change-succeeded': 6,
      'problem-solved': 5,
      'response-in-time': 10,
      'restore-in-time': 10,
      reopened: 5,
      'requests-in-time': 5,
      availability: 5,
      satisfied: 5,
      'business-view': 5,
      'major-faults': null,
      'unauthorised-changes': null,
      ...extra,
    },
  },
  {
    subjectKind: 'department',
    name: '部门信息系统应用考核方案',
    nameEn: 'Evaluation of a department',
    source: `${source}；内网管理办法 第三十六条`,
    items: {
      'plan-and-organisation': 10,
      coordination: 10,
      'stocktake-agreed': 10,
      'rules-kept': 20,
      'restore-in-time': 15,
      'requests-in-time': 15,
      satisfied: 10,
      'business-view': 10,
      ...extra,
    },
  },
  {
    subjectKind: 'vendor',
    name: '外包单位服务考核方案',
    nameEn: 'Evaluation of a vendor',
    source: '北京市电子政务运维管理规范 第四十九条、第五十条；外包合同',
    items: {
      'plan-and-organisation': 10,
      coordination: 10,
      'rules-kept': 10,
      'change-succeeded': 10,
      'change-emergency': 5,
      'problem-solved': 5,
      'response-in-time': 15,
      'restore-in-time': 15,
      reopened: 5,
      'stays-kept': 5,
      'business-view': 10,
      'major-faults': null,
      'unauthorised-changes': null,
      ...extra,
    },
  },
]
