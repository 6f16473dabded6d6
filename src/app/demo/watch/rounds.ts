import { dbNow, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { createPlan } from '#modules/round/contract.ts'
import * as round from '#modules/round/index.ts'

const day = 86_400_000

/** What is read, by the name of the item. */
type Readings = Readonly<Record<string, number | string>>

const number = (name: string, unit: string, low: number, high: number) => ({
  ...{ name, kind: 'number', unit, low, high, place: '中心机房', onAbnormal: 'note' },
})
const fine = (name: string, place: string) => ({ name, kind: 'yes-no', place, onAbnormal: 'note' })

const plans = (org: { orgId: string; groupId: string | null; leadId: string }) => ({
  daily: createPlan.body.parse({
    ...{ name: '中心机房每日巡检', kind: 'room', orgId: org.orgId, groupId: org.groupId },
    ...{ rule: { every: 'workday', at: '09:00' }, moreTimes: ['16:00'], graceMinutes: 120 },
    items: [
      number('温度', '℃', 18, 27),
      number('湿度', '%RH', 40, 60),
      number('UPS 1 号负载', '%', 0, 70),
      number('UPS 2 号负载', '%', 0, 70),
      fine('无漏水', '精密空调区'),
      fine('消防面板无告警', '入口'),
    ],
  }),
  weekly: createPlan.body.parse({
    ...{ name: 'Linux 服务器每周安全巡检', kind: 'security', orgId: org.orgId, groupId: org.groupId },
    rule: { every: 'week', weekdays: [2], at: '10:00' },
    ...{ graceMinutes: 1440, answerableId: org.leadId },
    items: [
      { name: '漏洞扫描已完成', kind: 'yes-no', onAbnormal: 'note' },
      { name: '高危漏洞', kind: 'number', unit: '个', low: 0, high: 0, onAbnormal: 'note' },
      { name: '异常登录', kind: 'choice', choices: ['无', '有'], normal: ['无'], onAbnormal: 'note' },
    ],
  }),
})

const well: Readings = {
  ...{ 温度: 22.7, 湿度: 47, 'UPS 1 号负载': 41, 'UPS 2 号负载': 39, 无漏水: 'yes', 消防面板无告警: 'yes' },
}

/**
 * Two plans; of the daily one a round three days ago that nobody went, one that was gone with everything well, and one with
 * the temperature too high. They are gone now: readings cannot be entered into the past.
 */
export async function seedRounds(
  tx: Tx,
  lead: Actor,
  org: { orgId: string; groupId: string | null },
): Promise<void> {
  const bodies = plans({ ...org, leadId: lead.id! })
  const daily = await round.createRoundPlan(tx, lead, bodies.daily)
  const weekly = await round.createRoundPlan(tx, lead, bodies.weekly)
  const now = (await dbNow(tx)).getTime()
  await round.openPlanned(tx, daily.id, new Date(now - 3 * day))
  const eng = await personActor(tx, 'eng02')
  await go(tx, eng, await round.openPlanned(tx, weekly.id, new Date(now - 3_600_000)), {
    ...{ 漏洞扫描已完成: 'yes', 高危漏洞: 0, 异常登录: '无' },
  })
  await go(tx, eng, await round.openPlanned(tx, daily.id, new Date(now - 5_400_000)), well)
  await go(tx, eng, await round.openPlanned(tx, daily.id, new Date(now - 1_800_000)), { ...well, 温度: 27.6 })
}

/** Carries a round out with these readings. */
async function go(tx: Tx, actor: Actor, id: string, readings: Readings): Promise<void> {
  const found = await round.getRound(tx, actor, { id })
  const begun = await round.startRound(tx, actor, { id, version: found.version })
  for (const entry of begun.entries) {
    const read = readings[entry.name]!
    await round.recordEntry(tx, actor, {
      ...{ id, entryId: entry.id, version: entry.version, skipped: false, abnormal: false },
      ...(typeof read === 'number' ? { number: read, text: null } : { number: null, text: read }),
      ...{ note: read === 27.6 ? '空调 2 号制冷不足，已调低设定并报厂商' : null },
    })
  }
  const { version } = await round.getRound(tx, actor, { id })
  await round.finishRound(tx, actor, { id, version, remark: null })
}
