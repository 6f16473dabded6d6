/** What questionnaires prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/facts.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'survey.template',
    words: {
      zh: '在用的满意度问卷含五级或评分题，并在一年内发起过调查；全部为符合，半数以上为部分符合',
      en: 'Questionnaires in use ask for grades and were asked within a year; all conform, half partly',
    },
    proves: [],
    supports: ['industry-platform-om/7.3.1'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 50 },
    on: ['survey.opened'],
    page: '/questionnaires/',
    cases: cases.templates,
  }),
  shareRule({
    key: 'survey.periodic',
    words: {
      zh: '一年内应截止的问卷调查均已结束，且回收率不低于 50%；90% 及以上为符合，70% 及以上为部分符合',
      en: 'Surveys that were to end within the year have ended with at least half of those asked answering; 90 % conform, 70 % partly',
    },
    proves: [],
    supports: ['industry-platform-om/7.3.3', 'beijing-om/7g'],
    days: 365,
    needs: { cases: 1, conforms: 90, partly: 70 },
    on: ['survey.closed'],
    page: '/questionnaire-runs/',
    cases: cases.runsDue,
  }),
]
