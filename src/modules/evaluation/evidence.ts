/** What evaluations prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/evaluations/'
const year = { days: 365, page } as const
const decided = ['evaluation.decide'] as const

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'evaluation.system',
    words: {
      zh: '已据以开展考核的现行方案，均由在用指标构成，组织规划、机制保障、服务支持三方面俱全，并有等次、扣分与加分规则；全部具备为符合，半数以上为部分符合；以制度文件印发须人工举证',
      en: 'Schemes in use by which somebody was evaluated consist of active indicators of all three fields, with grades, deductions and bonuses; all conform, half partly; that they were issued as a regulation is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/47'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: ['evaluation.start'],
    page: '/evaluation-schemes/',
    cases: cases.systems,
  }),
  shareRule({
    key: 'evaluation.dimensions',
    words: {
      zh: '期间内批准的单位、部门考核结果，均在考核期结束后计算，组织规划、机制保障、服务支持三方面均有得分；全部做到为符合，半数以上为部分符合',
      en: 'Results of units and departments approved in the period were computed after its end and have points in all three fields; all conform, half partly',
    },
    proves: ['beijing-om/48'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: decided,
    cases: cases.dimensions,
  }),
  shareRule({
    key: 'evaluation.both-parties',
    words: {
      zh: '期间内批准的外包企业考核结果，同一时期另有本单位的考核结果；全部做到为符合，半数以上为部分符合；未作考核的外包企业须人工举证',
      en: 'For results of companies approved in the period there is one of the own unit for the same time; all conform, half partly; companies without a result are shown by hand',
    },
    proves: [],
    supports: ['beijing-om/49a'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: decided,
    cases: cases.bothParties,
  }),
  shareRule({
    key: 'evaluation.from-contracts',
    words: {
      zh: '期间内批准的外包企业考核结果中，计权指标的出处写明合同或服务协议；90% 及以上为符合，50% 及以上为部分符合；与合同条文一致须人工举证',
      en: 'Weighted indicators of results of companies name the contract or agreement that they come from; 90 % conform, 50 % partly; that they agree with its text is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/49b'],
    ...year,
    needs: { cases: 3, conforms: 90, partly: 50 },
    on: decided,
    cases: cases.fromContracts,
  }),
  shareRule({
    key: 'evaluation.mid-term',
    words: {
      zh: '期间内批准的外包企业末期考核，此前已批准同一合同的中期考核；全部做到为符合，半数以上为部分符合；没有末期考核的合同须人工举证',
      en: 'Before final results of companies that were approved in the period, one at mid-term of the same contract had been approved; all conform, half partly; contracts without a final one are shown by hand',
    },
    proves: [],
    supports: ['beijing-om/49c'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: decided,
    cases: cases.midTerms,
  }),
  shareRule({
    key: 'evaluation.business-raters',
    words: {
      zh: '期间内批准的单位和外包企业考核结果，批准前均有业务部门人员（不在支持组、不属外包企业）交回评分表；全部做到为符合，半数以上为部分符合',
      en: 'For results of units and companies approved in the period, somebody of a business department (of no support group and no company) had handed in scores; all conform, half partly',
    },
    proves: ['beijing-om/49d'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: decided,
    cases: cases.businessRaters,
  }),
  shareRule({
    key: 'evaluation.by-records',
    words: {
      zh: '期间内批准的外包企业考核结果，服务支持方面有由工单等记录计算且有样本的得分；全部做到为符合，半数以上为部分符合；按附件 5 评估须人工举证',
      en: 'Results of companies approved in the period have points of service delivery that were computed from records; all conform, half partly; that annex 5 was followed is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/46c'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: decided,
    cases: cases.byRecords,
  }),
  shareRule({
    key: 'evaluation.published',
    words: {
      zh: '期间内批准的考核结果在批准后 30 日内公布（以登记时间为准）；95% 及以上为符合，75% 及以上为部分符合；作为年终考核依据须人工举证',
      en: 'Results approved in the period were published within 30 days, as recorded; 95 % conform, 75 % partly; that year-end assessments rest on them is proved by hand',
    },
    proves: [],
    supports: ['huaiwei-intranet/36b'],
    ...year,
    needs: { cases: 1, conforms: 95, partly: 75 },
    on: ['evaluation.decide', 'evaluation.publish'],
    cases: cases.published,
  }),
  shareRule({
    key: 'evaluation.departments',
    words: {
      zh: '在用且有人员的部门，在期间内均有考核期结束后计算并经批准的考核结果；全部做到为符合，70% 及以上为部分符合；指标反映内网应用须人工举证',
      en: 'Every active department with people had a result that was computed after the end of its time and approved; all conform, 70 % partly; that it is about the intranet is proved by hand',
    },
    proves: [],
    supports: ['huaiwei-intranet/36a'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 70 },
    on: decided,
    cases: cases.departments,
  }),
  shareRule({
    key: 'evaluation.commended',
    words: {
      zh: '期间内批准且列最高等次的部门，在批准后 30 日内有关联考核结果的表彰；全部做到为符合，半数以上为部分符合',
      en: 'Departments whose result was approved in the period with the best grade were commended for it within 30 days; all conform, half partly',
    },
    proves: ['huaiwei-intranet/37a'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: ['evaluation.decide', 'evaluation.issue-notice'],
    cases: cases.commended,
  }),
  shareRule({
    key: 'evaluation.criticised',
    words: {
      zh: '期间内批准且列最低等次的考核结果，在批准后 30 日内有通报；全部做到为符合，半数以上为部分符合；限令改正、追责须人工举证',
      en: 'For results approved in the period with the lowest grade there was a notice of criticism within 30 days; all conform, half partly; correction and liability are proved by hand',
    },
    proves: [],
    supports: ['huaiwei-intranet/37b'],
    ...year,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: ['evaluation.decide', 'evaluation.issue-notice'],
    cases: cases.criticised,
  }),
]
