/** What inspection rounds and rectification notices prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/rounds/'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'round.done',
    words: {
      zh: '期间内到期的计划巡检均按时完成（写明原因取消的不计）；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Planned rounds were finished in time, but for those called off with a reason; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/7f'],
    days: 30,
    needs: { cases: 3, conforms: 95, partly: 80 },
    page,
    cases: (at) => cases.done(at),
  }),
  shareRule({
    key: 'round.room',
    words: {
      zh: '期间内到期的机房巡检均按时完成；95% 及以上为符合，80% 及以上为部分符合；机房制度现行须人工举证',
      en: 'Rounds of machine rooms were finished in time; 95 % conform, 80 % partly; that the rules are in force is proved by hand',
    },
    proves: [],
    supports: ['ops-rules/3.1a'],
    days: 30,
    needs: { cases: 3, conforms: 95, partly: 80 },
    page,
    cases: (at) => cases.done(at, cases.ofKind('room')),
  }),
  shareRule({
    key: 'round.security',
    words: {
      zh: '期间内到期的安全检查均按时完成且每一项都有结论；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Security rounds were finished in time with a result of every item; 95 % conform, 80 % partly',
    },
    proves: ['huaiwei-intranet/22a'],
    days: 365,
    needs: { cases: 1, conforms: 95, partly: 80 },
    page,
    cases: cases.security,
  }),
  shareRule({
    key: 'round.followed',
    words: {
      zh: '期间内安全检查发现的异常均转为整改通知或事件单；全部做到为符合，80% 及以上为部分符合',
      en: 'What security rounds found abnormal became a rectification notice or an incident; all conform, 80 % partly',
    },
    proves: ['huaiwei-intranet/22b'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 80 },
    page,
    cases: cases.followed,
  }),
  shareRule({
    key: 'round.rectified',
    words: {
      zh: '期限在期间内的整改通知均在期限当日前答复（以登记时间为准，期限过后补开的不算），并在期限后 30 天内由他人复查；90% 及以上为符合，60% 及以上为部分符合',
      en: 'Rectification notices were answered by their day, as recorded, and verified by somebody else within 30 days; 90 % conform, 60 % partly',
    },
    proves: ['huaiwei-intranet/22b'],
    days: 365,
    needs: { cases: 1, conforms: 90, partly: 60 },
    page: '/rectification-notices/',
    cases: cases.rectified,
  }),
]
