/** What each section asks of the facts, and the charts it draws. Nothing else is counted in a report. */
import type { Kind, SectionKey } from './words.ts'

export interface ChartPlan {
  /** below `chart` of the room's texts */
  caption: string
  type: 'line' | 'bars' | 'stacked' | 'ranking'
  /** `time`: days of a month, months of a quarter or a year */
  split: string
  facts: readonly string[]
  /** the axis of shares */
  most?: 100
  /** so many parts at most, those with the greatest value */
  top?: number
  /** shares of single days say nothing: only for these kinds of reports */
  only?: readonly Kind[]
}

export interface SectionPlan {
  facts: readonly string[]
  charts: readonly ChartPlan[]
  /** facts whose records are listed one by one; `next`: those of the period that follows */
  lists?: readonly { fact: string; next?: true }[]
}

const long: readonly Kind[] = ['quarter', 'year']

const plans: Record<Exclude<SectionKey, 'text'>, SectionPlan> = {
  summary: {
    facts: [
      ...['incident.filed', 'incident.faults', 'incident.major-faults', 'incident.restore-in-time'],
      ...['request.filed', 'check.availability', 'change.made', 'change.succeeded', 'round.done'],
      ...['satisfaction.satisfied', 'norm.conforming'],
    ],
    charts: [],
  },
  load: {
    facts: [
      ...['incident.filed', 'incident.resolved', 'incident.open-at-end', 'request.filed'],
      ...['incident.by-alert', 'incident.first-line-solved', 'incident.reassigned', 'incident.reopened'],
    ],
    charts: [
      {
        caption: 'load',
        type: 'line',
        split: 'time',
        facts: ['incident.filed', 'incident.resolved', 'request.filed'],
      },
      { caption: 'orgs', type: 'ranking', split: 'org', facts: ['incident.filed'], top: 10 },
    ],
  },
  sla: {
    facts: [
      ...['incident.response-in-time', 'incident.restore-in-time', 'incident.restore-minutes'],
      ...['incident.restore-p90', 'sla.breaches', 'request.done-in-time', 'alert.acknowledged-in-time'],
    ],
    charts: [
      {
        caption: 'slaTime',
        type: 'line',
        split: 'time',
        facts: ['incident.response-in-time', 'incident.restore-in-time'],
        most: 100,
        only: long,
      },
      {
        caption: 'slaPriority',
        type: 'bars',
        split: 'priority',
        facts: ['incident.response-in-time', 'incident.restore-in-time'],
        most: 100,
      },
      { caption: 'breaches', type: 'bars', split: 'time', facts: ['sla.breaches'], only: long },
    ],
  },
  availability: {
    facts: ['check.availability', 'check.downtime-minutes', 'alert.raised'],
    charts: [
      { caption: 'downtime', type: 'ranking', split: 'service', facts: ['check.downtime-minutes'], top: 10 },
      { caption: 'alerts', type: 'bars', split: 'time', facts: ['alert.raised'], only: long },
    ],
  },
  faults: {
    facts: [
      ...[
        'incident.faults',
        'incident.major-faults',
        'incident.causes',
        'major.count',
        'major.notice-in-time',
      ],
      ...[
        'problem.opened',
        'problem.solved',
        'problem.known-errors',
        'knowledge.published',
        'knowledge.used',
      ],
    ],
    charts: [
      {
        caption: 'faults',
        type: 'bars',
        split: 'time',
        facts: ['incident.faults', 'incident.major-faults'],
        only: long,
      },
      { caption: 'services', type: 'ranking', split: 'service', facts: ['incident.faults'], top: 10 },
      { caption: 'causes', type: 'ranking', split: 'cause', facts: ['incident.causes'], top: 10 },
    ],
  },
  assets: {
    facts: [
      ...['asset.total', 'asset.value', 'asset.without-keeper', 'asset.disposed', 'stocktake.agreed'],
      ...['ci.total', 'ci.complete'],
    ],
    charts: [{ caption: 'assets', type: 'ranking', split: 'asset-class', facts: ['asset.total'], top: 10 }],
  },
  changes: {
    facts: ['change.made', 'change.succeeded', 'change.emergency', 'change.with-review'],
    charts: [
      { caption: 'changes', type: 'bars', split: 'time', facts: ['change.made'], only: long },
      { caption: 'changeKinds', type: 'ranking', split: 'change-kind', facts: ['change.made'] },
    ],
  },
  rounds: {
    facts: ['round.done', 'round.abnormal', 'duty.shifts-covered', 'duty-log.written'],
    charts: [{ caption: 'abnormal', type: 'bars', split: 'time', facts: ['round.abnormal'], only: long }],
  },
  satisfaction: {
    facts: ['satisfaction.satisfied', 'satisfaction.answered', 'satisfaction.unhappy-called-back'],
    charts: [
      {
        caption: 'satisfaction',
        type: 'line',
        split: 'time',
        facts: ['satisfaction.satisfied'],
        most: 100,
        only: long,
      },
      { caption: 'answers', type: 'ranking', split: 'answer', facts: ['satisfaction.satisfied'] },
    ],
  },
  vendors: {
    facts: ['sla.stays-kept'],
    charts: [
      { caption: 'vendorWork', type: 'ranking', split: 'vendor', facts: ['incident.resolved'], top: 10 },
      {
        caption: 'vendorKept',
        type: 'ranking',
        split: 'vendor',
        facts: ['sla.stays-kept'],
        most: 100,
        top: 10,
      },
    ],
  },
  norms: {
    facts: ['norm.conforming', 'norm.failing', 'supervision.in-time', 'rectification.in-time'],
    charts: [
      { caption: 'norms', type: 'ranking', split: 'norm', facts: ['norm.conforming'], most: 100, top: 10 },
    ],
  },
  plan: {
    facts: ['problem.open-at-end'],
    charts: [],
    lists: [{ fact: 'problem.open-at-end' }, { fact: 'change.planned', next: true }],
  },
}

export const planOf = (key: SectionKey): SectionPlan =>
  key === 'text' ? { facts: [], charts: [] } : plans[key]

/** The split that a chart is drawn by in a report of a kind. */
export const splitOf = (chart: ChartPlan, kind: Kind): string =>
  chart.split !== 'time' ? chart.split : kind === 'month' ? 'day' : 'month'

export const chartsOf = (key: SectionKey, kind: Kind): ChartPlan[] =>
  planOf(key).charts.filter((chart) => chart.only?.includes(kind) ?? true)
