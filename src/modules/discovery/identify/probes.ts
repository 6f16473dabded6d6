import type { Wanted } from '../snmp/wanted.ts'
import { enterpriseOf, namesAgentOnly } from './vendors.ts'

export interface Probe {
  enterprise: number
  fact: 'model' | 'version' | 'serial'
  /** below 1.3.6.1.4.1: a scalar, or a column of which the first row counts */
  at: string
}

/** One line per maker: where its own MIB says model, version and serial; several places in order of trust. */
const lines: readonly [number, Partial<Record<Probe['fact'], string | readonly string[]>>][] = [
  [9, { serial: '9.3.6.3' }],
  [11, { serial: '11.2.36.1.1.2.9', version: '11.2.14.11.5.1.1.3' }],
  [232, { model: '232.2.2.4.2', serial: '232.2.2.2.1' }],
  [
    318,
    {
      model: ['318.1.1.26.2.1.8', '318.1.1.12.1.5', '318.1.1.1.1.1.1', '318.1.4.2.2.1.2'],
      version: ['318.1.1.26.2.1.6', '318.1.1.12.1.3', '318.1.1.1.1.2.1'],
      serial: ['318.1.1.26.2.1.9', '318.1.1.12.1.6', '318.1.1.1.1.2.3', '318.1.4.2.2.1.3'],
    },
  ],
  [476, { model: '476.1.42.2.1.2', version: '476.1.42.2.1.3', serial: '476.1.42.2.1.4' }],
  [534, { model: '534.1.1.2', version: '534.1.1.3', serial: '534.1.1.6' }],
  [
    674,
    {
      model: ['674.10892.5.1.3.12', '674.10895.3000.1.2.100.1'],
      version: ['674.10892.5.1.1.8', '674.10895.3000.1.2.100.4'],
      serial: ['674.10892.5.1.3.2', '674.10895.3000.1.2.100.8.1.4'],
    },
  ],
  [705, { model: '705.1.1.1', version: '705.1.1.4', serial: '705.1.1.7' }],
  [789, { model: '789.1.1.5', version: '789.1.1.2', serial: '789.1.1.9' }],
  [890, { model: '890.1.15.3.1.11', version: '890.1.15.3.1.6', serial: '890.1.15.3.1.12' }],
  [1588, { version: '1588.2.1.1.1.1.6', serial: '1588.2.1.1.1.1.10' }],
  [1991, { serial: '1991.1.1.1.1.2', version: '1991.1.1.2.1.11' }],
  [
    2011,
    {
      model: ['2011.2.235.1.1.1.6', '2011.6.174.1.2.100.1.2'],
      version: '2011.6.174.1.2.100.1.3',
      serial: ['2011.2.235.1.1.1.7', '2011.6.174.1.2.100.1.5'],
    },
  ],
  [2254, { model: '2254.2.4.1.2', version: '2254.2.4.1.3' }],
  [2620, { model: '2620.1.6.16.7', version: '2620.1.6.4.1', serial: '2620.1.6.16.3' }],
  [2636, { serial: '2636.3.1.3' }],
  [3375, { model: '3375.2.1.3.5.2', version: '3375.2.1.4.2', serial: '3375.2.1.3.3.3' }],
  [4881, { version: '4881.1.1.10.2.1.1.2', serial: '4881.1.1.10.2.1.1.24' }],
  [6574, { model: '6574.1.5.1', serial: '6574.1.5.2', version: '6574.1.5.3' }],
  [6876, { model: '6876.1.1', version: '6876.1.2' }],
  [11863, { model: '11863.6.1.1.5', version: '11863.6.1.1.6', serial: '11863.6.1.1.8' }],
  [12356, { version: '12356.101.4.1.1', serial: '12356.100.1.1.1' }],
  [13742, { model: '13742.6.3.2.1.1.3', serial: '13742.6.3.2.1.1.4' }],
  [14823, { model: '14823.2.2.1.2.1.3' }],
  [14988, { model: '14988.1.1.7.8', version: '14988.1.1.4.4', serial: '14988.1.1.7.3' }],
  [24681, { model: '24681.1.2.12' }],
  [25461, { version: '25461.2.1.2.1.1', serial: '25461.2.1.2.1.3' }],
  [28557, { version: '28557.2.2.1.2', serial: '28557.2.2.1.1' }],
  [35047, { model: '35047.1.1' }],
  [39165, { model: '39165.1.1', version: '39165.1.3' }],
  [41112, { model: '41112.1.6.3.3', version: '41112.1.6.3.6' }],
  [50001, { serial: '50001.1.3' }],
]

const probes: readonly Probe[] = lines.flatMap(([enterprise, facts]) =>
  Object.entries(facts).flatMap(([fact, at]) =>
    [at].flat().map((one): Probe => ({ enterprise, fact: fact as Probe['fact'], at: one })),
  ),
)

/** The OID of a probe's column. */
export const columnOf = (probe: Probe): string => `1.3.6.1.4.1.${probe.at}`

/**
 * The probes of the maker that the object id names; all of them where it names only the agent (Net-SNMP runs in NAS,
 * UPS and cameras under its own number).
 */
export function probesFor(objectId: string | undefined): readonly Probe[] {
  const enterprise = enterpriseOf(objectId)
  return namesAgentOnly(enterprise) ? probes : probes.filter((probe) => probe.enterprise === enterprise)
}

/** The same as columns to read, at most 16 a request. */
export function probesOf(objectId: string | undefined): Wanted[] {
  const columns = probesFor(objectId).map(columnOf)
  const count = Math.ceil(columns.length / 16)
  return Array.from({ length: count }, (_, i) => ({
    name: 'enterprise',
    columns: columns.slice(16 * i, 16 * (i + 1)),
    once: true as const,
  }))
}
