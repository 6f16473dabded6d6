/** What the asset ledger proves of norms: the state of things, and who changes it. */
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
  shareRule({
    key: 'asset.with-ci',
    words: {
      zh: '在用的信息化设备资产（A0201 类）均关联配置项；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Every device in use (class A0201) is a configuration item, too; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/3a'],
    supports: ['db37-1434/6'],
    days: 0,
    needs,
    page,
    cases: cases.withCi,
  }),
  shareRule({
    key: 'asset.kept',
    words: {
      zh: '在用资产均有在岗的保管人（或借用人）；全部具备为符合，95% 及以上为部分符合；台账由信息化部门人员维护须人工举证',
      en: 'Somebody who is there answers for every asset in use; all conform, 95 % partly; that the department keeps the ledger is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/7b'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 95 },
    page,
    cases: cases.kept,
  }),
  shareRule({
    key: 'asset.in-rooms',
    words: {
      zh: '存放在机房、机柜的在用资产，保管人均为本单位在岗的运维支持组成员；95% 及以上为符合，80% 及以上为部分符合',
      en: 'What is in use in machine rooms is kept by members of support groups of the unit itself; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/16a'],
    days: 0,
    needs: { cases: 1, conforms: 95, partly: 80 },
    page,
    cases: cases.inRooms,
  }),
  shareRule({
    key: 'asset.by-finance',
    words: {
      zh: '期间内对财务字段（价值、取得方式、取得日期、经费来源、凭证、卡片编号）的修改均由财务角色完成；全部做到为符合，90% 及以上为部分符合；基本属性的修改人须人工举证',
      en: 'Financial fields were edited by the role of finance only; all conform, 90 % partly; who edits basic fields is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/16b'],
    days: 90,
    needs: { cases: 1, conforms: 100, partly: 90 },
    page,
    cases: cases.byFinance,
  }),
  shareRule({
    key: 'asset.keepers',
    words: {
      zh: '已指派在岗的资产管理员，且台账在期间内有更新记录；两项俱全为符合，一项为部分符合',
      en: 'Somebody is asset keeper and the ledger was written to; both conform, one partly',
    },
    proves: ['beijing-om/17b'],
    days: 90,
    needs: { cases: 2, conforms: 100, partly: 50 },
    page: null,
    cases: cases.keepers,
  }),
  shareRule({
    key: 'asset.domestic',
    words: {
      zh: '在账资产均标明是否国产；90% 及以上为符合，50% 及以上为部分符合',
      en: 'It is said of every asset whether it is made in the country; 90 % conform, half partly',
    },
    proves: ['goban-2014-66/1e'],
    days: 0,
    needs: { cases: 1, conforms: 90, partly: 50 },
    page,
    cases: cases.domestic,
  }),
]
