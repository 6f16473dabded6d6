import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { approve, listApprovals } from '#kernel/approval/contract.ts'
import type { Caller, TestApp } from '#kernel/testing/index.ts'
import { lookupServices } from '#modules/service/contract.ts'
import * as contract from '../contract.ts'
import { getSetting, putSetting } from '../plan-contract.ts'

export type ChangeOf = CallOutput<typeof contract.getChange>

/** ISO time so many minutes from now. */
export const minutes = (n: number): string => new Date(Date.now() + n * 60_000).toISOString()

/** Lets changes of today pass on a statutory holiday, too: whoever runs the tests on one wants them to hold. */
export async function leaveHolidaysOpen(mgr: Caller, open = true): Promise<void> {
  const { version, ratifyHours } = await mgr.call(getSetting, {})
  await mgr.call(putSetting, { holidaysFreeze: !open, ratifyHours, version })
}

/** A service of the sample city by its code. */
export async function serviceId(who: Caller, name: string): Promise<string> {
  const { items } = await who.call(lookupServices, { q: name })
  return items[0]!.id
}

/** What a complete normal change says; its window is open now. */
export function draftOf(
  given: Partial<CallInput<typeof contract.createChange>>,
): CallInput<typeof contract.createChange> {
  return {
    kind: 'normal',
    title: '升级中间件补丁',
    reason: '修复已知安全漏洞',
    impactLevel: 'medium',
    likelihood: 'low',
    impact: '窗口内业务短时中断',
    plan: '1. 停服务 2. 打补丁 3. 启服务 4. 验证',
    backOut: '恢复备份的程序目录与配置',
    testProof: '测试环境已验证，见测试记录',
    startsAt: minutes(-10),
    endsAt: minutes(110),
    ...given,
  }
}

/** Waits until a change has come to a state: approvals take effect in the background. */
export async function until(who: Caller, id: string, state: string): Promise<ChangeOf> {
  for (let i = 0; i < 100; i++) {
    const now = await who.call(contract.getChange, { id })
    if (now.state === state) return now
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the change did not become ${state}: ${(await who.call(contract.getChange, { id })).state}`)
}

/** Everybody who is asked approves what waits for them, until nobody is asked any more. */
export async function allApprove(app: TestApp, id: string, logins: readonly string[]): Promise<string[]> {
  const signed: string[] = []
  for (let round = 0; round < 5; round++)
    for (const login of logins) {
      const who = await app.as(login)
      for (const item of (await who.call(listApprovals, { list: 'waiting', limit: 200 })).items) {
        if (item.subject.id !== id) continue
        const done = await who.send(approve, { id: item.id, version: item.version, reason: '同意' })
        if (done.statusCode === 200) signed.push(login)
      }
    }
  return signed
}
