/** What articles, emergency plans and drills prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/articles/'
const on = ['knowledge.publish'] as const

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'knowledge.current',
    words: {
      zh: '在用的制度、规范、操作规程（知识条目）均有批准人且未过复审日期；95% 及以上为符合，80% 及以上为部分符合；三类文件是否齐全须人工举证',
      en: 'Articles in force were approved and their review day has not passed; 95 % conform, 80 % partly; that all kinds of documents are there is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/10a', 'beijing-om/13', 'ops-rules/3.2b'],
    days: 0,
    needs: { cases: 3, conforms: 95, partly: 80 },
    on,
    page,
    cases: cases.currentArticles,
  }),
  shareRule({
    key: 'knowledge.by-desk',
    words: {
      zh: '期间内发布的知识条目版本中有服务台人员参与编写的；20% 及以上为符合，不足为部分符合',
      en: 'Of the versions published in the period, those that the service desk wrote at; 20 % conform, less partly',
    },
    proves: ['beijing-om/9c'],
    days: 90,
    needs: { cases: 1, conforms: 20, partly: 0 },
    on,
    page,
    cases: cases.byDesk,
  }),
  shareRule({
    key: 'knowledge.plans',
    words: {
      zh: '应急预案均已批准且未过复审日期；全部现行为符合，50% 及以上为部分符合',
      en: 'Emergency plans were approved and their review day has not passed; all conform, half partly',
    },
    proves: ['huaiwei-intranet/6d', 'db37-1434/goal3', 'beijing-om/7e'],
    supports: ['huaiwei-intranet/21a'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on,
    page,
    cases: cases.currentPlans,
  }),
  shareRule({
    key: 'knowledge.planned-services',
    words: {
      zh: '三级及以上的信息系统均有现行应急预案（专用或通用）；全部具备为符合，50% 及以上为部分符合',
      en: 'Every system of protection grade 3 and above has an emergency plan in force, its own or a general one; all conform, half partly',
    },
    proves: ['beijing-om/36b'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on,
    page: null,
    cases: cases.plannedServices,
  }),
  shareRule({
    key: 'knowledge.drills',
    words: {
      zh: '计划的演练在计划日后 30 天内实施，事先登记（不是事后补记），并有评估结论；全部做到为符合，60% 及以上为部分符合',
      en: 'Drills were held at the latest 30 days after the planned day, entered before they were held, with findings; all conform, 60 % partly',
    },
    proves: ['beijing-om/36c', 'db37-1434/goal3'],
    supports: ['huaiwei-intranet/21a', 'beijing-om/37d'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 60 },
    page,
    cases: cases.drills,
  }),
  shareRule({
    key: 'knowledge.participants',
    words: {
      zh: '已实施的演练均有参演人员记录；参演人员中有业务部门人员须人工举证；全部具备为符合，80% 及以上为部分符合',
      en: 'Drills that were held name who took part; that business departments did is proved by hand; all conform, 80 % partly',
    },
    proves: [],
    supports: ['beijing-om/6b'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 80 },
    page,
    cases: cases.participants,
  }),
]
