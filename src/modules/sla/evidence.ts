/** What agreements and their clocks prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const timely = { cases: 5, conforms: 95, partly: 80 }

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'sla.targets',
    words: {
      zh: '现行服务级别协议对四个故障等级均有量化的响应、恢复目标；全部具备为符合，半数及以上为部分符合',
      en: 'Every agreement in force has numbers for response and restoration of all four grades; all conform, half partly',
    },
    proves: ['db37-1434/3.5'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 50 },
    page: null,
    cases: cases.targets,
  }),
  shareRule({
    key: 'sla.vendor-targets',
    words: {
      zh: '承担支持任务的外包单位均有含量化目标的外包服务协议；全部具备为符合，半数及以上为部分符合',
      en: 'Vendors that work in support groups have an agreement with numbers; all conform, half partly',
    },
    proves: ['beijing-om/43c'],
    supports: ['beijing-om/41b', 'beijing-om/49b'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 50 },
    page: null,
    cases: cases.vendorTargets,
  }),
  shareRule({
    key: 'sla.vendor-stays',
    words: {
      zh: '工单在外包单位停留的时间不超过外包服务协议；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Vendors hand tickets on or solve them within their agreement; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/46c'],
    supports: ['beijing-om/44b'],
    days: 90,
    needs: timely,
    page: '/incidents/',
    cases: (at) => cases.stays(at, 'vendor'),
  }),
  shareRule({
    key: 'sla.group-stays',
    words: {
      zh: '工单在内部支持组停留的时间不超过运营级别协议；质量管理流程的发布须人工举证；95% 及以上为符合',
      en: 'Own groups hand tickets on or solve them within their agreement; that the process is published is proved by hand; 95 % conform',
    },
    proves: [],
    supports: ['beijing-om/46a'],
    days: 90,
    needs: timely,
    page: '/incidents/',
    cases: (at) => cases.stays(at, 'ola'),
  }),
  shareRule({
    key: 'sla.escalated',
    words: {
      zh: '超时的事件在到期后 15 分钟内已催办或升级；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Incidents that ran over were chased or escalated at the latest 15 min after; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/9d'],
    days: 30,
    needs: { cases: 3, conforms: 95, partly: 80 },
    page: '/incidents/',
    cases: cases.escalated,
  }),
  shareRule({
    key: 'sla.reviewed',
    words: {
      zh: '现行服务级别协议在一年内均有新建或修订记录（以审计登记时间为准）；全部做到为符合，50% 及以上为部分符合；未作改动的审核记录须人工举证',
      en: 'Every agreement in force was made or revised within a year, as the audit recorded it; all conform, half partly; reviews without a change are proved by hand',
    },
    proves: [],
    supports: ['beijing-om/46b'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 50 },
    page: null,
    cases: cases.reviewed,
  }),
]
