/** What reports and evaluations count of stocktakes. */
import { tableSplit, wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

export const facts: readonly Fact[] = [
  {
    key: 'stocktake.agreed',
    names: { zh: '账实相符率', en: 'Book and stock agree' },
    words: {
      zh: '期间内办结的盘点中，清点结果与账面一致的条目占比；盘亏、盘盈、移位、损坏、信息不符均为不一致',
      en: 'Of the lines of stocktakes closed in the period, the share found as the book says; missing, surplus, moved, damaged and different ones do not agree',
    },
    kind: 'share',
    unit: 'percent',
    by: [],
    splits: ['org', 'stocktake', 'count-result'],
    page: '/stocktakes/',
    asks: { zh: '账实相符', en: 'Agrees' },
    notes: ['stocktake:result'],
    cases: cases.agreed,
  },
]

export const factSplits: readonly FactSplit[] = [
  tableSplit('stocktake', 'stocktake', false, 'title'),
  wordSplit('count-result', 'stocktake:result'),
]
