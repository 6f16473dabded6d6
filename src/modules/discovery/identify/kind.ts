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
  [/\bfirewall\b|防火墙|Adaptive Security|SecPath|Next.?Generation Firewall/i, 'firewall'],
  [/\baccess point\b|\bwireless\b|\bWLAN\b|ArubaOS|Airmax|UniFi/i, 'wireless'],
  [/Rack PDU|\bPDU\b|rpdu/i, 'pdu'],
  [/\bUPS\b|uninterruptible/i, 'ups'],
  [/\bprinter\b|JETDIRECT|LaserJet/i, 'printer'],
  [/\bswitch\b|交换机|catalyst|\bnexus\b/i, 'switch'],
  [/\brouter\b|路由器/i, 'router'],
  [/\bstorage\b|OceanStor|PowerVault|\bNAS\b/i, 'storage'],
]

/** Series by the way their names begin; looked for in the model only, as descriptions are full of other numbers. */
const series: readonly [RegExp, DeviceKind][] = [
  [/^(ASA|USG|SRX|FG|FGT|PA-|SecPath|NGFW|Eudemon|F\d{4})/i, 'firewall'],
  [/^(AirEngine|AP\d|AIR-|AC\d{4}|UAP|WX\d|WA\d)/i, 'wireless'],
  [
    /^(S\d{3,5}|CE\d{3,5}|WS-C|C(2[39]|3[5-9]|4[59]|6[58]|9[2-6])\d\d|N[2-9]K|EX\d|QFX|DCS-|vEOS|ICX|SG\d|CRS\d|X\d{3}|J[A-Z]?\d{3,4}[A-Z]\b)/i,
    'switch',
  ],
  [
    /^(AR\d|NE\d|NE\dE|MSR|VSR|SR\d|CR\d|ISR|ASR|CSR|NCS|MX\d|PTX|ACX|CCR|CHR|RB\d|hEX|(CISCO)?(17|18|26|28|36|37|38|72|73|75|76)\d\d|(CISCO)?(19[24]1|29[0-5]1|39[0-9]5|4[34]\d1))/i,
    'router',
  ],
]

const bySystem: Partial<Record<string, DeviceKind>> = {
  ASA: 'firewall',
  StoneOS: 'firewall',
  'NX-OS': 'switch',
  EOS: 'switch',
  EXOS: 'switch',
  'IOS XR': 'router',
  RouterOS: 'router',
  TiMOS: 'router',
  ArubaOS: 'wireless',
}

/** What a device is to people: by the tables only such a device has, its words, its maker, the layers it works on. */
export function kindOf(tables: Tables, facts: Facts, description: string): DeviceKind {
  const has = (column: string) => tables.first(column) !== undefined
  if (has('1.3.6.1.4.1.318.1.1.26.2.1.8') || has('1.3.6.1.4.1.318.1.1.12.1.5')) return 'pdu'
  if (has('1.3.6.1.2.1.33.1.1.2') || has('1.3.6.1.4.1.318.1.1.1.1.1.1')) return 'ups'
  if (has('1.3.6.1.2.1.43.5.1.1.17')) return 'printer'
  const own = facts.vendor ? byVendor[facts.vendor] : undefined
  if (own && own !== 'network') return own
  const named = series.find(([pattern]) => facts.model !== null && pattern.test(facts.model))
  if (named) return named[1]
  const run = facts.system ? bySystem[facts.system] : undefined
  if (run) return run
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
