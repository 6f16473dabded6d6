/** What a new source begins with: useful as it is, and an example for more. Shared with the browser. */
import type { Rule } from './rule-contract.ts'
import type { Spec } from './spec-contract.ts'
import type { Kind } from './words.ts'

const rule = (given: Partial<Rule> & Pick<Rule, 'id' | 'name' | 'when' | 'alertName'>): Rule => ({
  effect: 'alert',
  clearWhen: [],
  severity: 'warning',
  labels: [{ key: 'host', value: '{host}' }],
  summary: '{message}',
  threshold: null,
  resolveMinutes: null,
  ...given,
})
const trap = (oid: string) => [{ field: 'trap', op: 'is' as const, value: oid }]
const snmpTraps = '1.3.6.1.6.3.1.1.5'

const trapRules: Rule[] = [
  rule({
    id: 'link',
    name: '端口断开',
    when: trap(`${snmpTraps}.3`),
    clearWhen: trap(`${snmpTraps}.4`),
    alertName: '端口断开 {ifDescr}',
    labels: [
      { key: 'host', value: '{host}' },
      { key: 'ifIndex', value: '{ifIndex}' },
    ],
  }),
  rule({
    id: 'ups-battery',
    name: 'UPS 由电池供电',
    when: trap('1.3.6.1.2.1.33.2.1'),
    alertName: 'UPS 由电池供电',
    severity: 'critical',
    summary: '剩余约 {upsEstimatedMinutesRemaining} 分钟。{message}',
    resolveMinutes: 10,
  }),
  rule({
    id: 'restart',
    name: '设备重启',
    when: [{ field: 'trap', op: 'in', value: `${snmpTraps}.1, ${snmpTraps}.2` }],
    alertName: '设备重启',
    resolveMinutes: 30,
  }),
  rule({
    id: 'authentication',
    name: 'SNMP 认证失败',
    when: trap(`${snmpTraps}.5`),
    alertName: 'SNMP 认证失败',
    severity: 'info',
    resolveMinutes: 60,
  }),
]

const syslogRules: Rule[] = [
  rule({
    id: 'brute-force',
    name: '登录口令试探',
    when: [
      { field: 'app', op: 'is', value: 'sshd' },
      { field: 'message', op: 'matches', value: 'Failed password for .* from (?P<from>\\S+)' },
    ],
    alertName: '登录口令试探',
    labels: [
      { key: 'host', value: '{host}' },
      { key: 'from', value: '{from}' },
    ],
    threshold: { count: 10, seconds: 60 },
    resolveMinutes: 30,
  }),
  rule({
    id: 'link',
    name: '端口断开',
    when: [
      {
        field: 'message',
        op: 'matches',
        value: 'Interface (?P<port>\\S+), changed state to (?:administratively )?down',
      },
    ],
    clearWhen: [{ field: 'message', op: 'matches', value: 'Interface (?P<port>\\S+), changed state to up' }],
    alertName: '端口断开 {port}',
    labels: [
      { key: 'host', value: '{host}' },
      { key: 'port', value: '{port}' },
    ],
  }),
  rule({
    id: 'grave',
    name: '严重日志',
    when: [{ field: 'severity', op: 'most', value: 'crit' }],
    alertName: '{app} 严重日志',
    severity: 'source',
    labels: [
      { key: 'host', value: '{host}' },
      { key: 'app', value: '{app}' },
    ],
    resolveMinutes: 60,
  }),
]

const mailRules: Rule[] = [
  rule({
    id: 'down',
    name: '故障与恢复邮件',
    when: [{ field: 'subject', op: 'matches', value: '(?i)^(?:PROBLEM|DOWN|告警|故障)[:： ]+(?P<what>.+)$' }],
    clearWhen: [
      { field: 'subject', op: 'matches', value: '(?i)^(?:RECOVERY|UP|OK|恢复)[:： ]+(?P<what>.+)$' },
    ],
    alertName: '{what}',
    labels: [{ key: 'what', value: '{what}' }],
    summary: '{subject}',
  }),
]

const listening = { host: '0.0.0.0', senders: [], ratePerSecond: 5000 }

/** What is set of a new source of a kind. */
export function presetOf(kind: Kind): Spec {
  switch (kind) {
    case 'zabbix':
      return { kind, tags: true }
    case 'nightingale':
      return { kind }
    case 'json':
      return {
        kind,
        mapping: {
          items: '/alerts',
          name: '{/title}',
          severity: '{/level}',
          severities: [
            { from: 'critical', to: 'critical' },
            { from: '严重', to: 'critical' },
            { from: 'info', to: 'info' },
          ],
          otherwise: 'warning',
          status: '{/status}',
          resolved: ['resolved', 'ok', '恢复'],
          key: '{/id}',
          labels: [{ key: 'host', value: '{/host}' }],
          labelsFrom: '/labels',
          annotations: [{ key: 'summary', value: '{/message}' }],
          startsAt: '{/time}',
          endsAt: '{/time}',
          groupKey: '',
        },
      }
    case 'trap':
      return { kind, port: 1162, ...listening, rules: trapRules }
    case 'syslog':
      return {
        kind,
        udp: 1514,
        tcp: 1514,
        tls: null,
        certificate: null,
        clientCa: null,
        maxBytes: 8192,
        ...listening,
        rules: syslogRules,
      }
    case 'mail':
      return { kind, mailboxId: null, senders: [], unmatched: 'ticket', rules: mailRules }
  }
}

/** A body or message for the preview of a kind, as such sources send it. */
export const samples: Record<Kind, string> = {
  zabbix: JSON.stringify(
    {
      event_id: '10042',
      event_value: '1',
      event_nseverity: '4',
      event_name: 'CPU 使用率过高',
      host_host: 'web01',
      host_ip: '10.0.0.11',
      trigger_id: '2001',
      event_opdata: '97 %',
      event_tags: '[{"tag":"system","value":"yzt"}]',
    },
    null,
    2,
  ),
  nightingale: JSON.stringify(
    {
      hash: '5c2b1e',
      rule_id: 7,
      rule_name: '磁盘即将写满',
      severity: 2,
      is_recovered: false,
      trigger_time: 1795316400,
      trigger_value: '93.1',
      cluster: 'default',
      group_name: '一体化平台',
      target_ident: 'db01',
      tags: ['path=/data', 'ident=db01'],
    },
    null,
    2,
  ),
  json: JSON.stringify(
    {
      alerts: [
        {
          id: 'A-1',
          title: '机房温度过高',
          level: '严重',
          status: 'firing',
          host: 'dh-01',
          time: 1795316400,
          message: '31 ℃',
          labels: { room: 'A' },
        },
      ],
    },
    null,
    2,
  ),
  // linkDown of ifIndex 24 with the community public, v2c
  trap: [
    '307702010104067075626c6963a76a020101020100020100305f300e06082b0601020101030043023039301706',
    '0a2b06010603010104010006092b0601060301010503300f060a2b0601020102020101180201183023060a2b06',
    '010201020201021804154769676162697445746865726e6574312f302f3234',
  ].join(''),
  syslog:
    '<187>Nov 22 03:00:00 sw-core-1 : %LINK-3-UPDOWN: Interface GigabitEthernet1/0/24, changed state to down',
  mail: 'From: monitor@city.example\nSubject: 故障：备份服务器 bak01\n\n昨夜备份没有完成。',
}
