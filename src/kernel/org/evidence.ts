/** What support groups prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'org.parts',
    words: {
      zh: '团队由服务台（一线）和专业运维（二线）构成且均有在岗人员；两者俱全为符合，否则为不符合',
      en: 'The team has a service desk (first line) and specialists (second line), both staffed; both conform, otherwise it fails',
    },
    proves: ['beijing-om/9a'],
    days: 0,
    needs: { cases: 2, conforms: 100, partly: 100 },
    page: null,
    cases: cases.parts,
  }),
  shareRule({
    key: 'org.staffed',
    words: {
      zh: '在用支持组均有在岗人员，无空组；全部有人为符合，80% 及以上为部分符合',
      en: 'No support group in use is empty; all conform, 80 % partly',
    },
    proves: ['beijing-om/9a', 'industry-platform-om/2.1'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 80 },
    page: null,
    cases: cases.staffed,
  }),
  shareRule({
    key: 'org.led',
    words: {
      zh: '在用支持组均指定组长；职责矩阵须人工举证；全部指定为符合，60% 及以上为部分符合',
      en: 'Every support group in use has a leader; the matrix of duties is proved by hand; all conform, 60 % partly',
    },
    proves: [],
    supports: ['industry-platform-om/2.2'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 60 },
    page: null,
    cases: cases.led,
  }),
]
