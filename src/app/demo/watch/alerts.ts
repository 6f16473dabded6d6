import type { Tx } from '#kernel/db/index.ts'
import { leaderOf } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { takeGenericAlerts } from '#modules/alert/index.ts'
import { createRule as ruleShape } from '#modules/alert-rule/contract.ts'
import { createRule, createSilence, createWindow } from '#modules/alert-rule/index.ts'
import { createPolicy as policyShape } from '#modules/escalation/contract.ts'
import { createPolicy } from '#modules/escalation/index.ts'
import { createWindow as windowShape } from '#modules/alert-rule/silence-contract.ts'

const is = (label: string, value: string) => ({ label, op: '=' as const, value })

/**
 * Rules about the test environment and about backups, a silence and a weekly window, and alerts that they meet. None of the alerts opens an
 * incident: those that do are the story's.
 */
export async function seedAlerts(tx: Tx, manager: Actor, items: ReadonlyMap<string, string>): Promise<void> {
  await createRule(
    tx,
    manager,
    ruleShape.body.parse({
      name: '测试环境告警只记录',
      body: { kind: 'decide', match: [is('env', 'test')], then: { do: 'drop' } },
    }),
  )
  await createRule(
    tx,
    manager,
    ruleShape.body.parse({
      name: '备份告警无人确认才开事件',
      body: {
        kind: 'decide',
        match: [{ label: 'alertname', op: '=~', value: 'Backup.*' }],
        then: { do: 'open', urgency: 'low', unansweredMinutes: 30, hours: 'service' },
      },
    }),
  )
  await createSilence(tx, manager, {
    matchers: [is('alertname', 'BackupSlow')],
    reason: '备份存储扩容，备份变慢属预期',
    minutes: 48 * 60,
  })
  await createWindow(
    tx,
    manager,
    windowShape.body.parse({
      ...{ name: '周六夜间例行维护', reason: '每周六补丁与重启窗口', matchers: [is('env', 'test')] },
      schedule: { every: 'weekly', weekdays: [6], begin: '22:00', minutes: 240 },
    }),
  )
  const on = (code: string): Record<string, string> => {
    const id = items.get(code)
    return id ? { ci_id: id } : {}
  }
  const firing = (name: string, severity: string, labels: Record<string, string>, summary: string) => ({
    ...{ labels: { alertname: name, ...labels }, annotations: { summary }, severity },
    status: 'firing' as const,
  })
  await takeGenericAlerts(tx, {
    ...{ source: 'prometheus-center', orgId: null },
    alerts: [
      firing('BackupSlow', 'warning', { host: 'backup01', ...on('BAK-HOST') }, '备份速率低于 80 MB/s'),
      firing('DiskSpaceLow', 'info', { host: 'db02', mount: '/data', ...on('HOST-DB2') }, '/data 已用 78%'),
      firing('FanSpeed', 'info', { host: 'esx3', ...on('HOST-3') }, '3 号风扇转速偏低'),
      firing('HttpDown', 'critical', { env: 'test', host: 'ywtb-test' }, '测试环境首页不可访问'),
      firing('JobFailed', 'warning', { env: 'test', host: 'ci01' }, '测试环境构建任务失败'),
    ],
  })
}

/** Who is told when nobody answers: of major faults at once and up to the unit's leader, of others later. */
export async function seedEscalation(tx: Tx, manager: Actor, orgId: string, path: string): Promise<void> {
  const shape = (body: object) => policyShape.body.parse({ orgId, ...body })
  const leader = await leaderOf(tx, path)
  await createPolicy(
    tx,
    manager,
    shape({
      ...{ name: '重大、严重故障', priorities: [1], grades: [], position: 10, receipt: true },
      steps: [
        { after: 0, to: ['on-duty'], every: 5, times: 2 },
        { after: 10, to: ['leader', 'next-on-duty'] },
        { after: 20, to: ['team-leader', 'manager'] },
        ...(leader ? [{ after: 30, to: ['org-leader'] }] : []),
      ],
    }),
  )
  await createPolicy(
    tx,
    manager,
    shape({
      ...{ name: '一般故障', priorities: [2, 3], position: 20 },
      steps: [
        { after: 30, to: ['on-duty'] },
        { after: 120, to: ['leader', 'manager'] },
      ],
    }),
  )
}
