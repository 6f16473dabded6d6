/** What releases and their go-live gate prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'
import type { ItemKey } from './words.ts'

const page = '/releases/'
const needs = { cases: 1, conforms: 100, partly: 80 }

function gate(
  what: string,
  keys: readonly ItemKey[],
  named: { zh: string; en: string },
  clauses: { proves: readonly string[]; supports?: readonly string[] },
): EvidenceRule {
  return shareRule({
    key: `release.${what}`,
    words: {
      zh: `期间内上线的版本，上线前均已完成“${named.zh}”并经第二人确认；全部做到为符合，80% 及以上为部分符合`,
      en: `Versions that went live had “${named.en}” done and confirmed by a second person before; all conform, 80 % partly`,
    },
    ...clauses,
    days: 365,
    needs,
    on: ['release.go-live'],
    page,
    cases: (at) => cases.itemsConfirmed(at, keys),
  })
}

export const evidence: readonly EvidenceRule[] = [
  gate('handover', ['handover'], { zh: '建设与运维交接', en: 'hand-over' }, { proves: ['beijing-om/39a'] }),
  gate(
    'risk-assessment',
    ['risk-assessment'],
    { zh: '安全风险评估', en: 'risk assessment' },
    { proves: ['beijing-om/34a', 'beijing-om/39b'] },
  ),
  gate(
    'security-plan',
    ['security-plan'],
    { zh: '安全管理方案', en: 'security plan' },
    { proves: ['beijing-om/39b'] },
  ),
  gate(
    'permissions-withdrawn',
    ['permissions-withdrawn'],
    { zh: '收回承建方权限', en: 'builder’s rights withdrawn' },
    { proves: [], supports: ['beijing-om/39d'] },
  ),
  gate(
    'trial-run',
    ['trial-run'],
    { zh: '试运行与测试结论', en: 'trial run' },
    { proves: ['beijing-om/34c', 'ops-rules/4.5.1'] },
  ),
  gate(
    'documents',
    ['documents'],
    { zh: '部署与管理文档', en: 'documents' },
    { proves: ['ops-rules/4.5.2'] },
  ),
  gate('monitored', ['monitoring'], { zh: '纳入监控', en: 'monitoring' }, { proves: ['ops-rules/4.5.3'] }),
  shareRule({
    key: 'release.by-change',
    words: {
      zh: '期间内上线的版本均由已批准并开始实施的变更完成；全部做到为符合，80% 及以上为部分符合',
      en: 'Versions went live by a change that was approved and begun before; all conform, 80 % partly',
    },
    proves: ['beijing-om/39c'],
    days: 365,
    needs,
    on: ['release.go-live'],
    page,
    cases: cases.byChange,
  }),
  shareRule({
    key: 'release.versions',
    words: {
      zh: '在用信息系统均登记了当前版本；90% 及以上为符合，50% 及以上为部分符合',
      en: 'The present version of every information system in use is on record; 90 % conform, 50 % partly',
    },
    proves: ['industry-platform-om/4.3'],
    days: 0,
    needs: { cases: 1, conforms: 90, partly: 50 },
    page: null,
    cases: cases.versions,
  }),
]
