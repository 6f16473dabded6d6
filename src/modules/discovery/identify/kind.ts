import type { DeviceKind } from '../inventory-contract.ts'
import type { Facts } from './identify.ts'
import type { Tables } from './tables.ts'

const byVendor: Partial<Record<string, DeviceKind>> = {
  Synology: 'storage',
  QNAP: 'storage',
  NetApp: 'storage',
  EMC: 'storage',
  Hikvision: 'camera',
  Dahua: 'camera',
  Axis: 'camera',
  Fortinet: 'firewall',
  'Palo Alto Networks': 'firewall',
  'Check Point': 'firewall',
  SonicWall: 'firewall',
  WatchGuard: 'firewall',
  NetScreen: 'firewall',
  Topsec: 'firewall',
  Hillstone: 'firewall',
  DPtech: 'firewall',
  NSFOCUS: 'firewall',
  Venustech: 'firewall',
  Sangfor: 'network',
  VMware: 'hypervisor',
  Microsoft: 'host',
  Supermicro: 'host',
  Ruckus: 'wireless',
  Aerohive: 'wireless',
  Raritan: 'pdu',
  'Cisco Meraki': 'network',
}

const words: readonly [RegExp, DeviceKind][] = [
  [
    /\bfirewall\b|防火墙|\bASA\d|Adaptive Security|SecPath|\bUSG\d|\bSRX\d|Next.?Generation Firewall/i,
    'firewall',
  ],
  [/\baccess point\b|\bwireless\b|\bWLAN\b|ArubaOS|Airmax|UniFi|\bAirEngine/i, 'wireless'],
  [/Rack PDU|\bPDU\b|rpdu/i, 'pdu'],
  [/\bUPS\b|uninterruptible/i, 'ups'],
  [/\bprinter\b|JETDIRECT|LaserJet/i, 'printer'],
  [/\bstorage\b|OceanStor|PowerVault|\bNAS\b/i, 'storage'],
  [
    /\brouter\b|\b(?:AR|NE|MSR|ISR|ASR|VSR|SR)\d|\b(?:18|19|26|28|29|36|37|38|39|43|44|72|75)\d\dV?X?R?\b/i,
    'router',
  ],
  [/\bswitch\b|交换机|catalyst|nexus|\bC[1-9]\d{3}\b|\bWS-C\d|\b(?:S|CE)\d{4}/i, 'switch'],
]

/** What a device is to people: by the tables only such a device has, its words, its maker, the layers it works on. */
export function kindOf(tables: Tables, facts: Facts, description: string): DeviceKind {
  const has = (column: string) => tables.first(column) !== undefined
  if (has('1.3.6.1.4.1.318.1.1.26.2.1.8') || has('1.3.6.1.4.1.318.1.1.12.1.5')) return 'pdu'
  if (has('1.3.6.1.2.1.33.1.1.2') || has('1.3.6.1.4.1.318.1.1.1.1.1.1')) return 'ups'
  if (has('1.3.6.1.2.1.43.5.1.1.17')) return 'printer'
  if (facts.system === 'ASA' || facts.system === 'StoneOS') return 'firewall'
  const own = facts.vendor ? byVendor[facts.vendor] : undefined
  if (own && own !== 'network') return own
  const text = `${facts.model ?? ''} ${description} ${firstModule(tables)}`
  for (const [pattern, kind] of words) if (pattern.test(text)) return kind
  return own ?? byLayers(tables, facts)
}

function firstModule(tables: Tables): string {
  const column = '1.3.6.1.2.1.47.1.1.1.1.2'
  const index = tables.first(column)
  return index === undefined ? '' : (tables.text(column, index) ?? '')
}

/** sysServices (RFC 3418): bit 2 forwards frames, bit 4 packets, 64 runs applications. */
function byLayers(tables: Tables, facts: Facts): DeviceKind {
  const layers = tables.number('1.3.6.1.2.1.1.7') ?? 0
  const ports = tables.number('1.3.6.1.2.1.17.1.2') ?? 0
  if (ports > 4) return 'switch'
  const computes =
    facts.system !== null &&
    /^(linux|freebsd|openbsd|netbsd|sunos|aix|hp-ux|darwin|windows)$/i.test(facts.system)
  if (computes) return 'host'
  if (layers & 4) return 'router'
  if (layers & 2) return 'switch'
  return layers & 64 ? 'host' : 'other'
}
