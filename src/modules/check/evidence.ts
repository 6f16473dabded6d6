/** What checks prove of norms: that everything is watched, without gaps, and how it was. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/checks/'
const state = { days: 0, page } as const
const month = { days: 30, page } as const

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    ...state,
    key: 'check.systems-covered',
    words: {
      zh: '在用信息系统和在用网络设备均有启用的监测项；全部覆盖为符合，80% 及以上为部分符合',
      en: 'Every system and every network device in use is watched by a check that is on; all conform, 80 % partly',
    },
    proves: ['beijing-om/36a'],
    needs: { cases: 1, conforms: 100, partly: 80 },
    page: null,
    cases: cases.systemsCovered,
  }),
  shareRule({
    ...state,
    key: 'check.hosts-covered',
    words: {
      zh: '在用服务器（主机、虚拟机）均有启用的监测项；全部覆盖为符合，90% 及以上为部分符合',
      en: 'Every server in use, host or virtual, is watched by a check that is on; all conform, 90 % partly',
    },
    proves: ['ops-rules/4.5.3'],
    needs: { cases: 1, conforms: 100, partly: 90 },
    page: null,
    cases: cases.hostsCovered,
  }),
  ...unbrokenRules(),
  shareRule({
    ...state,
    key: 'check.tools',
    words: {
      zh: '监控进程、远程探针在线，告警来源 7 天内有数据且最近无错误；全部接入为符合，80% 及以上为部分符合',
      en: 'Workers and probes are there, sources of alerts delivered within 7 days and not failed since; all conform, 80 % partly',
    },
    proves: ['db37-1434/9'],
    needs: { cases: 1, conforms: 100, partly: 80 },
    page: null,
    cases: cases.tools,
  }),
  shareRule({
    ...state,
    key: 'check.policies',
    words: {
      zh: '启用的监测项均写明监控对象（系统或配置项）、产生告警并指定通知的支持组（超时与重试判据必填）；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Every check that is on names what it watches, raises alerts and tells a group (timeout and retries are always set); 95 % conform, 80 % partly',
    },
    proves: ['industry-platform-om/3.1'],
    needs: { cases: 1, conforms: 95, partly: 80 },
    cases: cases.policies,
  }),
  shareRule({
    ...state,
    key: 'check.figures-set',
    words: {
      zh: '受监控的在用信息系统均至少有一项带阈值的性能指标；80% 及以上为符合，50% 及以上为部分符合',
      en: 'Of every system that is watched at least one figure has bounds; 80 % conform, half partly',
    },
    proves: ['industry-platform-om/3.3.1'],
    needs: { cases: 1, conforms: 80, partly: 50 },
    page: null,
    cases: cases.figuresSet,
  }),
  shareRule({
    ...state,
    key: 'check.areas',
    words: {
      zh: '基础环境、应用、性能三类监控在一天内均有数据；三类俱全为符合，两类为部分符合；运行分析报告须人工举证',
      en: 'Environment, applications and performance have each been measured within a day; all three conform, two partly; reports are proved by hand',
    },
    proves: [],
    supports: ['db37-1434/mon'],
    needs: { cases: 3, conforms: 100, partly: 60 },
    page: null,
    cases: cases.areas,
  }),
  shareRule({
    ...month,
    key: 'check.available',
    words: {
      zh: '期间内有数据的监测项，故障时间不超过期间的 1%（可用率 99%）；95% 及以上的监测项做到为符合，80% 及以上为部分符合',
      en: 'Checks were down for at most 1 % of the period; 95 % of them conform, 80 % partly',
    },
    proves: ['db37-1434/goal2'],
    needs: { cases: 1, conforms: 95, partly: 80 },
    cases: cases.available,
  }),
  shareRule({
    ...month,
    key: 'check.key-systems',
    words: {
      zh: '受监控的三级及以上信息系统，变更实施时段以外的停机不超过期间的 0.5%（30 天 3.6 小时）；全部做到为符合，80% 及以上为部分符合',
      en: 'Systems of grade 3 and above that are watched were down outside of changes for at most 0.5 % of the period; all conform, 80 % partly',
    },
    proves: ['beijing-om/37e'],
    needs: { cases: 1, conforms: 100, partly: 80 },
    page: null,
    cases: cases.keySystems,
  }),
]

/** One rule about all checks, one about networks, one about servers: figures of every hour. */
function unbrokenRules(): EvidenceRule[] {
  const rest = {
    zh: '在期间（扣除未启用时段）99% 及以上的小时有数据；期间内暂停过的、每小时采集不到两次的不计；95% 及以上的监测项做到为符合，80% 及以上为部分符合',
    en: 'have figures of at least 99 % of the hours since they were set up, but for those that were paused or are asked less than twice an hour; 95 % of them conform, 80 % partly',
  }
  const rule = (key: string, who: { zh: string; en: string }, proves: string[], which?: string[]) =>
    shareRule({
      ...month,
      key,
      words: { zh: `${who.zh}${rest.zh}`, en: `${who.en} ${rest.en}` },
      proves,
      ...(key === 'check.servers-unbroken' ? { supports: ['ops-rules/3.3a'] } : {}),
      needs: { cases: 1, conforms: 95, partly: 80 },
      cases: (at) => cases.unbroken(at, which && cases.ofClasses(...which)),
    })
  return [
    rule('check.unbroken', { zh: '启用的监测项', en: 'Checks' }, [
      'beijing-om/36a',
      'industry-platform-om/3.2.1',
      'industry-platform-om/3.2.2',
    ]),
    rule(
      'check.networks-unbroken',
      { zh: '网络设备和链路的监测项', en: 'Checks of network devices and links' },
      ['ops-rules/1.3'],
      ['network-device', 'link'],
    ),
    rule(
      'check.servers-unbroken',
      { zh: '服务器的监测项', en: 'Checks of servers' },
      ['ops-rules/2.1'],
      ['host', 'virtual-machine'],
    ),
  ]
}
