import type { Tx } from '#kernel/db/index.ts'
import { RuleBody } from './contract.ts'
import { shipRule } from './store/rules.ts'

/** Rules that a new installation has; the unit may change them, switch them off or take them away. */
const rules = [
  {
    id: '0199aa00-0000-7000-8000-000000000001',
    name: '上游设备失联时，压住完全依赖它的告警（按名称）',
    source: [
      {
        label: 'alertname',
        op: '=~',
        value: '(?i).*(down|unreachable|lost|offline|失联|不可达|中断|离线).*',
      },
    ],
  },
  {
    id: '0199aa00-0000-7000-8000-000000000002',
    name: '上游设备 ping 不通时，压住完全依赖它的告警',
    source: [
      { label: 'kind', op: '=', value: 'ping' },
      { label: 'severity', op: '=', value: 'critical' },
    ],
  },
]

/** Idempotent: what the unit has taken away stays away. */
export async function shipRules(tx: Tx): Promise<void> {
  for (const { id, name, source } of rules)
    await shipRule(tx, {
      id,
      name,
      enabled: true,
      body: RuleBody.parse({ kind: 'inhibit', source, topology: true }),
    })
}
