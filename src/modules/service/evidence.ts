/** What the register of information systems proves of norms: the state of things, not of a period. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const needs = { cases: 1, conforms: 100, partly: 80 }

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'service.providers',
    words: {
      zh: '在用信息系统均登记了支持组或外包单位（自主、外包、混合）；全部登记为符合，80% 及以上为部分符合',
      en: 'Every information system in use names the group or vendor that supports it; all conform, 80 % partly',
    },
    proves: ['db37-1434/3.2', 'db37-1434/4'],
    days: 0,
    needs,
    page: null,
    cases: cases.providers,
  }),
  shareRule({
    key: 'service.protection',
    words: {
      zh: '在用信息系统均已定级（等级保护）；对应的安全制度须人工举证；全部定级为符合，80% 及以上为部分符合',
      en: 'Every information system in use has its protection grade; the rules that follow are proved by hand; all conform, 80 % partly',
    },
    proves: [],
    supports: ['beijing-om/32', 'goban-2014-66/1b'],
    days: 0,
    needs,
    page: null,
    cases: cases.protection,
  }),
  shareRule({
    key: 'service.promises',
    words: {
      zh: '在用信息系统均有服务级别协议（专用或默认）；全部具备为符合，80% 及以上为部分符合',
      en: 'Every information system in use is under an agreement, its own or the default; all conform, 80 % partly',
    },
    proves: ['industry-platform-om/7.1.1'],
    days: 0,
    needs,
    page: null,
    cases: cases.promises,
  }),
]
