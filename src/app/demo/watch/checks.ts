import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import * as check from '#modules/check/index.ts'
import { createCheck } from '#modules/check/contract.ts'
import { serviceByLabels } from '#modules/service/index.ts'

const hour = 3_600_000

/** name | kind | spec | label of the service | code of the item | more */
interface Sample {
  name: string
  kind: 'http' | 'tcp' | 'heartbeat' | 'manual'
  spec?: Record<string, unknown>
  service?: string
  item?: string
  more?: Record<string, unknown>
  /** readings every two hours of the last day, the last one being the last: value by value */
  readings?: { name: string; unit: string; values: readonly number[]; warning?: string }
}

/**
 * What the sample city watches. The demo has no other systems to ask, so checks of systems ask the demo itself; one looks at
 * a port on which nothing listens, and raises no alert, so that something is down and no incident comes of it.
 */
function samples(url: string): Sample[] {
  const { hostname, port } = new URL(url)
  const at = hostname.replace(/^\[|\]$/g, '')
  const page = (path: string) => ({ url: new URL(path, url).href })
  return [
    { name: '一网通办 首页', kind: 'http', spec: page('/'), service: 'ywtb', item: 'APP-YWTB' },
    { name: '统一身份认证 登录', kind: 'http', spec: page('/readyz'), service: 'sso', item: 'APP-SSO' },
    { name: '协同办公 OA 首页', kind: 'http', spec: page('/'), service: 'oa', item: 'APP-OA' },
    {
      ...{ name: '社保业务 端口', kind: 'tcp', spec: { host: at, port: Number(port) } },
      ...{ service: 'shebao', item: 'APP-SB' },
    },
    { name: '电子证照 接口', kind: 'http', spec: page('/readyz'), service: 'license', item: 'APP-ZZ' },
    {
      ...{ name: '社保前置机 端口', kind: 'tcp', spec: { host: '127.0.0.1', port: 1 } },
      ...{ service: 'shebao', item: 'VM-SB', more: { alerts: false, retries: 0 } },
    },
    {
      ...{ name: '备份任务 心跳', kind: 'heartbeat', service: 'backup', item: 'APP-BAK' },
      more: { intervalSeconds: 86_400, graceSeconds: 3600 },
    },
    room('中心机房 温度', 'ROOM', {
      ...{ name: '温度', unit: '℃' },
      values: [22.4, 22.6, 22.5, 22.9, 23.3, 23.8, 24.1, 23.9, 23.5, 23.1, 22.8, 22.7],
    }),
    room('中心机房 湿度', 'ROOM', {
      ...{ name: '湿度', unit: '%RH' },
      values: [46, 46, 47, 48, 48, 49, 50, 50, 49, 48, 47, 47],
    }),
    room('UPS 主机 1 号 负载', 'UPS-1', {
      ...{ name: '负载', unit: '%' },
      values: [38, 37, 37, 39, 44, 48, 51, 52, 50, 46, 42, 40],
    }),
    room('精密空调 2 号 回风温度', 'AC-2', {
      ...{ name: '回风温度', unit: '℃', warning: '压缩机高压告警，已报厂商' },
      values: [24.1, 24.3, 24.6, 25.2, 26.1, 26.8, 27.2, 27.4, 27.3, 27.5, 27.8, 28.1],
    }),
  ]
}

const room = (name: string, item: string, readings: NonNullable<Sample['readings']>): Sample => ({
  ...{ name, kind: 'manual', item, readings },
  more: {
    intervalSeconds: 43_200,
    graceSeconds: 3600,
    retries: 0,
    alerts: false,
    labels: { environment: 'room' },
  },
})

/** Checks by their verbs, with the readings of a day. @returns how many */
export async function seedChecks(
  tx: Tx,
  actor: Actor,
  how: { url: string; orgId: string; items: ReadonlyMap<string, string> },
): Promise<number> {
  const all = samples(how.url)
  const now = (await dbNow(tx)).getTime()
  for (const one of all) {
    const service = one.service ? await serviceByLabels(tx, { service: one.service }) : undefined
    const body = createCheck.body.parse({
      ...{ name: one.name, kind: one.kind, spec: one.spec ?? {}, intervalSeconds: 30, timeoutMs: 5000 },
      ...{ orgId: how.orgId, serviceId: service?.id ?? null },
      ciId: (one.item && how.items.get(one.item)) ?? null,
      ...one.more,
    })
    const { id } = await check.createCheck(tx, actor, body)
    const { values = [], warning, name, unit } = one.readings ?? {}
    for (const [n, value] of values.entries()) {
      const last = n === values.length - 1
      await check.addReading(tx, actor, {
        ...{ id, state: last && warning ? 'warning' : 'ok', message: last ? (warning ?? '') : '' },
        at: new Date(now - (values.length - 1 - n) * 2 * hour - 60_000).toISOString(),
        figures: [{ name: name!, value, unit: unit! }],
      })
    }
  }
  return all.length
}
