/** What incidents prove of norms. Timeliness is that of clocks, which begin with the filing by the database's clock. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/incidents/'
const on = ['incident.resolved', 'incident.closed'] as const
const timely = { cases: 5, conforms: 95, partly: 80 }
const kept = { cases: 5, conforms: 98, partly: 90 }

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'incident.registered',
    words: {
      zh: '反映的事件均有登记人，并在发生后 24 小时内登记（以系统记录时间计）；98% 及以上为符合，90% 及以上为部分符合',
      en: 'It is known who recorded every incident, and it was recorded within 24 h of its occurrence, by the clock of the system; 98 % conform, 90 % partly',
    },
    proves: ['ops-rules/1.1a'],
    days: 30,
    needs: kept,
    page,
    cases: cases.registered,
  }),
  shareRule({
    key: 'incident.responded',
    words: {
      zh: '事件在服务级别协议的响应时限内得到响应；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Incidents are responded to within the target of their agreement; 95 % conform, 80 % partly',
    },
    proves: ['ops-rules/1.2a'],
    days: 30,
    needs: timely,
    on,
    page,
    cases: (at) => cases.clocked(at, 'response'),
  }),
  shareRule({
    key: 'incident.alerts-responded',
    words: {
      zh: '由告警生成的事件在响应时限内得到响应；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Incidents opened by alerts are responded to in time; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/36d'],
    days: 30,
    needs: { cases: 3, conforms: 95, partly: 80 },
    on,
    page,
    cases: (at) => cases.clocked(at, 'response', cases.byAlert),
  }),
  shareRule({
    key: 'incident.restored',
    words: {
      zh: '网络类故障（分类名称含“网络”）在恢复时限内恢复；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Network faults (category named so) are restored in time; 95 % conform, 80 % partly',
    },
    proves: ['huaiwei-intranet/6a'],
    days: 30,
    needs: { cases: 3, conforms: 95, partly: 80 },
    on,
    page,
    cases: (at) => cases.clocked(at, 'restore', cases.network),
  }),
  shareRule({
    key: 'incident.times-kept',
    words: {
      zh: '办结的网络类故障均有受理时间和恢复时间；全部具备为符合，90% 及以上为部分符合',
      en: 'Network faults that have ended show when they were taken and restored; all conform, 90 % partly',
    },
    proves: ['huaiwei-intranet/6a'],
    days: 30,
    needs: { cases: 3, conforms: 100, partly: 90 },
    page,
    cases: cases.timesKept,
  }),
  shareRule({
    key: 'incident.line-restored',
    words: {
      zh: '线路与出口故障在恢复时限内恢复；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Faults of lines and internet access are restored in time; 95 % conform, 80 % partly',
    },
    proves: ['ops-rules/3.3c'],
    days: 90,
    needs: { cases: 3, conforms: 95, partly: 80 },
    on,
    page,
    cases: (at) => cases.clocked(at, 'restore', cases.line),
  }),
  shareRule({
    key: 'incident.classified',
    words: {
      zh: '受理后的事件均已选定分类；98% 及以上为符合，90% 及以上为部分符合',
      en: 'Incidents that were taken have a category; 98 % conform, 90 % partly',
    },
    proves: ['industry-platform-om/7.2.1'],
    days: 30,
    needs: kept,
    page,
    cases: cases.classified,
  }),
  shareRule({
    key: 'incident.settled',
    words: {
      zh: '办结的事件均有解决办法和解决代码；超过 90 天未办结的视为未闭环；98% 及以上为符合，90% 及以上为部分符合',
      en: 'Incidents that ended say how; open for more than 90 days counts as not ended; 98 % conform, 90 % partly',
    },
    proves: ['industry-platform-om/7.2.2'],
    days: 90,
    needs: kept,
    on,
    page,
    cases: cases.settled,
  }),
  shareRule({
    key: 'incident.diagnosed',
    words: {
      zh: '办结的故障均由人确认等级（初步判断），并有解决时间和解决代码；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Faults that ended were graded by a person, with time and code of the solution; 95 % conform, 80 % partly',
    },
    proves: ['ops-rules/1.1b'],
    days: 30,
    needs: timely,
    on,
    page,
    cases: cases.diagnosed,
  }),
  shareRule({
    key: 'incident.graded',
    words: {
      zh: '办结的故障的等级由人确认，而非仅由系统建议；95% 及以上为符合，80% 及以上为部分符合',
      en: 'The grade of faults that ended was confirmed by a person; 95 % conform, 80 % partly',
    },
    proves: ['db37-1434/3.3'],
    days: 90,
    needs: timely,
    page,
    cases: cases.graded,
  }),
  shareRule({
    key: 'incident.desk-first',
    words: {
      zh: '服务请求与咨询的首个受理人属于一线（服务台）组；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Whoever first takes a request or question is of a first-line group; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/9b'],
    days: 30,
    needs: timely,
    page,
    cases: cases.deskFirst,
  }),
  shareRule({
    key: 'incident.specialists',
    words: {
      zh: '办结的事件的处理人均属某一支持组；能力等级匹配须人工举证；98% 及以上为符合，90% 及以上为部分符合',
      en: 'Who solved an incident is of a support group; matching grade is proved by hand; 98 % conform, 90 % partly',
    },
    proves: [],
    supports: ['beijing-om/9f'],
    days: 30,
    needs: kept,
    page,
    cases: cases.specialists,
  }),
  shareRule({
    key: 'incident.operators-told',
    words: {
      zh: '网络类故障均已派给支持组（通知运维中心）；98% 及以上为符合，90% 及以上为部分符合',
      en: 'Network faults were given to a support group; 98 % conform, 90 % partly',
    },
    proves: ['ops-rules/1.2c'],
    days: 30,
    needs: { cases: 3, conforms: 98, partly: 90 },
    page,
    cases: cases.grouped,
  }),
  shareRule({
    key: 'incident.terminals',
    words: {
      zh: '终端类事件由服务台受理并关闭，30 天未办结的视为未关闭；与终端资产卡片的关联须人工举证；95% 及以上为符合',
      en: 'Incidents of terminals are taken and ended within 30 days; the link to assets is proved by hand; 95 % conform',
    },
    proves: [],
    supports: ['huaiwei-intranet/6f'],
    days: 90,
    needs: timely,
    page,
    cases: cases.terminals,
  }),
  shareRule({
    key: 'incident.major-decided',
    words: {
      zh: '经确认的重大故障均有决策记录，且不晚于恢复后一天录入；全部具备为符合，80% 及以上为部分符合',
      en: 'Confirmed major faults have a decision on record, written at the latest a day after restoration; all conform, 80 % partly',
    },
    proves: ['beijing-om/5c'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 80 },
    on,
    page,
    cases: cases.decided,
  }),
  shareRule({
    key: 'incident.supervised',
    words: {
      zh: '到期的督办均在期限内答复；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Leaders’ instructions were answered by their deadline; 95 % conform, 80 % partly',
    },
    proves: [],
    supports: ['beijing-om/11d', 'goban-2014-66/1g'],
    days: 90,
    needs: { cases: 3, conforms: 95, partly: 80 },
    page,
    cases: cases.supervised,
  }),
  shareRule({
    key: 'incident.channels',
    words: {
      zh: '门户、电话、邮件三种服务渠道在期间内均有人使用；全部在用为符合，有两种为部分符合',
      en: 'Portal, telephone and mail were each used in the period; all three conform, two partly',
    },
    proves: ['industry-platform-om/7.1.3'],
    days: 90,
    needs: { cases: 3, conforms: 100, partly: 60 },
    page: null,
    cases: cases.channels,
  }),
]
