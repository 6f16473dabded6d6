import { adminStates, operStates, type Interface } from '../inventory-contract.ts'
import type { Tables } from './tables.ts'

const table = '1.3.6.1.2.1.2.2.1'
const extension = '1.3.6.1.2.1.31.1.1.1'

/** IANAifType-MIB, those that are met. */
const types: Record<number, string> = {
  1: 'other',
  5: 'rfc877x25',
  6: 'ethernetCsmacd',
  7: 'iso88023Csmacd',
  9: 'iso88025TokenRing',
  15: 'fddi',
  18: 'ds1',
  19: 'e1',
  20: 'basicISDN',
  22: 'propPointToPointSerial',
  23: 'ppp',
  24: 'softwareLoopback',
  28: 'slip',
  30: 'ds3',
  32: 'frameRelay',
  33: 'rs232',
  37: 'atm',
  39: 'sonet',
  44: 'frameRelayService',
  47: 'pppOverEthernet',
  49: 'aal5',
  50: 'sonetPath',
  53: 'propVirtual',
  54: 'propMultiplexor',
  56: 'fibreChannel',
  62: 'fastEther',
  63: 'isdn',
  69: 'fastEtherFX',
  71: 'ieee80211',
  77: 'lapd',
  81: 'ds0',
  94: 'adsl',
  96: 'sdsl',
  97: 'vdsl',
  100: 'voiceEM',
  101: 'voiceFXO',
  102: 'voiceFXS',
  103: 'voiceEncap',
  104: 'voiceOverIp',
  107: 'imt',
  108: 'pppMultilinkBundle',
  117: 'gigabitEthernet',
  131: 'tunnel',
  134: 'atmSubInterface',
  135: 'l2vlan',
  136: 'l3ipvlan',
  142: 'ipForward',
  144: 'ieee1394',
  150: 'mplsTunnel',
  158: 'frDlciEndPt',
  160: 'usb',
  161: 'ieee8023adLag',
  166: 'mpls',
  169: 'shdsl',
  188: 'radioMAC',
  194: 'atmVciEndPt',
  199: 'infiniband',
  209: 'bridge',
  216: 'gtp',
  222: 'hdlc',
  237: 'wwanPP2',
  238: 'ebSerial',
  243: 'wwanPP',
  250: 'gpon',
  251: 'vdsl2',
  258: 'vmwareVirtualNic',
  259: 'ieee802154',
  262: 'ptm',
  277: 'pip',
}

/** The largest value of Gauge32: RFC 2863 §3.1.8 sends readers to ifHighSpeed. */
const tooFast = 4_294_967_295

/** The interfaces, in the order of their indexes. Rows that only one of the two tables has are rows all the same. */
export function readInterfaces(tables: Tables): Interface[] {
  const indexes = new Set<string>()
  for (const column of [2, 3, 5, 7, 8])
    for (const index of tables.indexes(`${table}.${column}`)) indexes.add(index)
  for (const index of tables.indexes(`${extension}.1`)) indexes.add(index)
  return [...indexes]
    .filter((index) => /^\d+$/.test(index))
    .map((index) => readInterface(tables, index))
    .toSorted((a, b) => a.index - b.index)
}

function readInterface(tables: Tables, index: string): Interface {
  const description = tables.text(`${table}.2`, index) ?? ''
  const type = tables.number(`${table}.3`, index)
  return {
    index: Number(index),
    name: tables.text(`${extension}.1`, index) ?? description,
    description,
    alias: tables.text(`${extension}.18`, index) ?? '',
    type: type === undefined ? 'other' : (types[type] ?? String(type)),
    speed: speedOf(tables, index),
    mtu: tables.number(`${table}.4`, index) ?? null,
    mac: tables.mac(`${table}.6`, index),
    admin: adminStates[(tables.number(`${table}.7`, index) ?? 0) - 1] ?? null,
    oper: operStates[(tables.number(`${table}.8`, index) ?? 0) - 1] ?? null,
  }
}

/** bit/s. ifHighSpeed counts in millions and rounds, so the exact figure is preferred while it fits. */
function speedOf(tables: Tables, index: string): number | null {
  const exact = tables.number(`${table}.5`, index)
  const millions = tables.number(`${extension}.15`, index)
  if (exact !== undefined && exact > 0 && exact < tooFast) return exact
  if (millions !== undefined && millions > 0) return millions * 1_000_000
  return exact ?? (millions === undefined ? null : 0)
}
