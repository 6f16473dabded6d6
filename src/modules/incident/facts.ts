/** What reports and evaluations count of incidents: the definitions of the dashboard. */
import type { Fact } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

type Given = Pick<Fact, 'key' | 'names' | 'words' | 'cases'> & Partial<Fact>
const splits = [
  ...['org', 'service', 'group', 'vendor', 'category', 'priority', 'channel', 'type', 'grade'],
] as const
const base = { page: '/incidents/', by: ['service', 'vendor', 'group'], splits } as const
const count = (given: Given): Fact => ({ ...base, kind: 'count', unit: 'cases', ...given })
const share = (given: Given): Fact => ({ ...base, kind: 'share', unit: 'percent', ...given })

const counts = [
  count({
    key: 'incident.filed',
    names: { zh: '事件总量', en: 'Incidents' },
    words: {
      zh: '发生时间在期间内的全部事件，含故障、咨询与请求，含重复与已取消的',
      en: 'All incidents that occurred in the period, of every type, duplicates and cancelled ones too',
    },
    notes: ['incident:state'],
    cases: cases.filed,
  }),
  count({
    key: 'incident.faults',
    names: { zh: '故障数', en: 'Faults' },
    words: {
      zh: '发生时间在期间内、类型为故障的事件，不含已取消的',
      en: 'Incidents of the type fault that occurred in the period, without cancelled ones',
    },
    notes: ['incident:state'],
    cases: cases.faults,
  }),
  count({
    key: 'incident.major-faults',
    names: { zh: '重大故障数', en: 'Major faults' },
    words: {
      zh: '故障数中经人员确认为重大等级的；系统建议而未确认的不计',
      en: 'Of the faults those that a person has confirmed to be major; what the system merely suggests does not count',
    },
    notes: ['incident:state'],
    cases: cases.majorFaults,
  }),
  count({
    key: 'incident.resolved',
    names: { zh: '解决事件数', en: 'Incidents resolved' },
    words: {
      zh: '解决时间在期间内的事件，不论何时发生；解决后又重开、现仍未解决的不计',
      en: 'Incidents resolved in the period, whenever they occurred; not those that were taken up again and are open now',
    },
    notes: ['incident:resolutionCode'],
    cases: cases.resolved,
  }),
  count({
    key: 'incident.open-at-end',
    names: { zh: '期末未解决事件数', en: 'Incidents open at the end' },
    words: {
      zh: '期末（期间未结束时为此刻）仍未解决的事件，含期间之前发生的；不含已取消与已并入其他事件的；其后重开的按一直未解决计。按月、日拆分时按发生时间归属',
      en: 'Incidents not resolved at the end of the period (now, while it lasts), older ones too; without those cancelled or merged into another; one taken up again since counts as open all the time. Months and days are those of their occurrence',
    },
    notes: ['incident:state'],
    cases: cases.openAtEnd,
  }),
  count({
    key: 'incident.causes',
    names: { zh: '故障原因', en: 'Causes of faults' },
    words: {
      zh: '期间内解决的故障，可按解决方式、根本原因拆分；根本原因取自关联问题的最近一次分析，没有关联问题的为未登记',
      en: 'Faults resolved in the period, by how they were resolved and by root cause; that is what the latest problem linked with them has found, not recorded where there is none',
    },
    splits: [...splits, 'code', 'cause'],
    notes: ['incident:resolutionCode'],
    cases: cases.causes,
  }),
]

const timeliness = [
  share({
    key: 'incident.response-in-time',
    names: { zh: '故障响应及时率', en: 'Faults responded to in time' },
    words: {
      zh: '期间内发生的故障中响应时钟已停的，按服务级别协议（工作日历）计：在时限内响应的占比；未停的不计入',
      en: 'Of the faults of the period whose response clock has stopped, the share within the target of the agreement, on its calendar',
    },
    cases: (at) => cases.clocked(at, 'response'),
  }),
  share({
    key: 'incident.restore-in-time',
    names: { zh: '故障恢复及时率', en: 'Faults restored in time' },
    words: {
      zh: '期间内发生的故障中恢复时钟已停的，按服务级别协议（工作日历）计：在时限内恢复的占比；未停的不计入',
      en: 'Of the faults of the period whose restore clock has stopped, the share within the target of the agreement, on its calendar',
    },
    cases: (at) => cases.clocked(at, 'restore'),
  }),
  count({
    key: 'incident.restore-minutes',
    names: { zh: '平均故障恢复时长', en: 'Mean time to restore' },
    words: {
      zh: '期间内发生且已解决的故障，从发生到解决的自然时间（分钟）平均；不扣除挂起与非工作时间；未解决的不计入',
      en: 'Of the faults of the period that are resolved, the mean of the minutes of the day from occurrence to resolution; nights and waiting are not taken off; open ones are left out',
    },
    kind: 'mean',
    unit: 'minutes',
    notes: ['incident:grade'],
    cases: cases.restoreMinutes,
  }),
  count({
    key: 'incident.restore-p90',
    names: { zh: '故障恢复时长 90 分位', en: 'Time to restore, 90th percentile' },
    words: {
      zh: '与平均故障恢复时长同样的样本：九成故障的恢复时长不超过此值（最近序位法）',
      en: 'Of the same cases as the mean: nine tenths of the faults were restored within this time (nearest rank)',
    },
    kind: 'p90',
    unit: 'minutes',
    notes: ['incident:grade'],
    cases: cases.restoreMinutes,
  }),
]

const handling = [
  share({
    key: 'incident.reopened',
    names: { zh: '事件重开率', en: 'Incidents reopened' },
    words: {
      zh: '期间内解决的事件中，曾在解决后被重开过的占比；重开后现仍未解决的不计入',
      en: 'Of the incidents resolved in the period, the share that had been taken up again before; those open now are left out',
    },
    asks: { zh: '重开过', en: 'Reopened' },
    cases: cases.reopened,
  }),
  share({
    key: 'incident.reassigned',
    names: { zh: '事件改派率', en: 'Incidents handed on' },
    words: {
      zh: '期间内发生的事件中，首次派单之后又转给其他组的占比；不含已取消的',
      en: 'Of the incidents of the period, the share that went to another group after the first; without cancelled ones',
    },
    asks: { zh: '改派过', en: 'Handed on' },
    cases: cases.reassigned,
  }),
  share({
    key: 'incident.first-line-solved',
    names: { zh: '一线解决率', en: 'Solved by the first line' },
    words: {
      zh: '期间内解决的事件中，解决时在一线组的占比；没有组的计为非一线',
      en: 'Of the incidents resolved in the period, the share that a first-line group had when they were resolved; without a group counts as not',
    },
    asks: { zh: '一线解决', en: 'By the first line' },
    cases: cases.firstLine,
  }),
  share({
    key: 'incident.by-alert',
    names: { zh: '监控发现率', en: 'Found by monitoring' },
    words: {
      zh: '期间内发生的全部事件中，由告警自动提单（渠道为告警）的占比',
      en: 'Of all incidents of the period, the share that alerts opened',
    },
    asks: { zh: '由告警发现', en: 'By an alert' },
    notes: ['incident:channel'],
    cases: cases.byAlert,
  }),
  share({
    key: 'supervision.in-time',
    names: { zh: '督办按期办复率', en: 'Instructions answered in time' },
    words: {
      zh: '期限在期间内且已到期的事件督办中，期限前答复的占比；未答复即撤销的不计入；按系统记录的时间计',
      en: 'Of the leaders’ instructions about incidents whose deadline was in the period, the share answered by then; those taken back unanswered are left out; by the times that the platform recorded',
    },
    splits: ['org', 'service', 'group', 'vendor', 'category', 'priority'],
    cases: cases.supervised,
  }),
]

export const facts: readonly Fact[] = [...counts, ...timeliness, ...handling]
