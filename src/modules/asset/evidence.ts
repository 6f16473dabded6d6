/** What the asset ledger proves of norms: the state of things, not of a period. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const needs = { cases: 1, conforms: 95, partly: 80 }
const page = '/assets/'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'asset.basic',
    words: {
      zh: '在账资产均填写了存放地点和数量，在用的有保管人；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Every asset there has its location and quantity, every one in use its custodian; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/15a'],
    days: 0,
    needs,
    page,
    cases: cases.basicFilled,
  }),
  shareRule({
    key: 'asset.operation',
    words: {
      zh: '在账资产均填写了技术参数或关联了配置项，并有状况、运维单位或支持级别；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Every asset there has technical data or configuration items, its condition, and who maintains it or on which level; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/15b'],
    days: 0,
    needs,
    page,
    cases: cases.operationFilled,
  }),
  shareRule({
    key: 'asset.financial',
    words: {
      zh: '在账资产均有财务部门填写的价值、取得方式和取得日期；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Finance has filled value, way and day of acquisition of every asset there; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/15c'],
    days: 0,
    needs,
    page,
    cases: cases.financialFilled,
  }),
  shareRule({
    key: 'asset.classified',
    words: {
      zh: '在账资产均归入四大类之下启用的、名称已核对的分类，编号唯一；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Every asset there is filed under a class in use, below the four families, whose name is certain, and has a number of its own; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/17a'],
    days: 0,
    needs,
    page,
    cases: cases.classified,
  }),
]
