/** What changes prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/changes/'
const on = ['change.implemented', 'change.closed'] as const
const strict = { cases: 3, conforms: 100, partly: 90 }

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'change.approved',
    words: {
      zh: '实施的变更在开始前已获批准（标准变更以模板的批准为准，紧急变更须按期补签），没有未经批准的变更；全部做到为符合，90% 及以上为部分符合',
      en: 'Changes were approved before they began (standard ones by their template, emergencies signed after in time), and none was done without; all conform, 90 % partly',
    },
    proves: ['ops-rules/4.3.3b', 'beijing-om/39c', 'db37-1434/flow'],
    days: 90,
    needs: strict,
    on,
    page,
    cases: cases.approved,
  }),
  shareRule({
    key: 'change.tested',
    words: {
      zh: '实施的变更均附验证步骤与结果；全部具备为符合，90% 及以上为部分符合',
      en: 'Changes that were begun say how they were tried out and with what result; all conform, 90 % partly',
    },
    proves: ['ops-rules/4.3.2a', 'industry-platform-om/4.2'],
    days: 90,
    needs: strict,
    on,
    page,
    cases: cases.tested,
  }),
  shareRule({
    key: 'change.risk-stated',
    words: {
      zh: '实施的变更均写明影响、风险等级和回退办法；全部具备为符合，90% 及以上为部分符合',
      en: 'Changes that were begun state impact, risk and how to back out; all conform, 90 % partly',
    },
    proves: ['ops-rules/4.3.2b', 'industry-platform-om/4.2'],
    days: 90,
    needs: strict,
    on,
    page,
    cases: cases.riskStated,
  }),
  shareRule({
    key: 'change.two-persons',
    words: {
      zh: '须双人操作的变更由实施人以外的第二人确认；全部做到为符合，90% 及以上为部分符合',
      en: 'Changes that need two people were confirmed by the second, who did not begin them; all conform, 90 % partly',
    },
    proves: ['ops-rules/4.3.2b'],
    days: 90,
    needs: { cases: 1, conforms: 100, partly: 90 },
    on,
    page,
    cases: cases.twoPersons,
  }),
  shareRule({
    key: 'change.copied',
    words: {
      zh: '修改配置文件的变更在实施前已留存改前副本；全部留存为符合，90% 及以上为部分符合',
      en: 'Configuration files were copied before a change edited them; all conform, 90 % partly',
    },
    proves: ['ops-rules/4.3.3a'],
    days: 90,
    needs: { cases: 1, conforms: 100, partly: 90 },
    on,
    page,
    cases: cases.copied,
  }),
  shareRule({
    key: 'change.reviewed',
    words: {
      zh: '实施完成的变更由实施人以外的人回顾后关闭，完成后 30 天未回顾视为未做；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Changes were reviewed by somebody who had not begun them, within 30 days; 95 % conform, 80 % partly',
    },
    proves: ['db37-1434/flow'],
    days: 90,
    needs: { cases: 3, conforms: 95, partly: 80 },
    on,
    page,
    cases: cases.reviewed,
  }),
]
