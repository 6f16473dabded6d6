/** What rules see of a notification. Pure. */
import type { Lookup } from '../rules/template.ts'
import type { Notification } from './decode.ts'

/** Names for what is told often; every other variable is named by its OID, whole or without its index. */
export const variableNames: Record<string, string> = {
  sysName: '1.3.6.1.2.1.1.5',
  sysDescr: '1.3.6.1.2.1.1.1',
  ifIndex: '1.3.6.1.2.1.2.2.1.1',
  ifDescr: '1.3.6.1.2.1.2.2.1.2',
  ifAdminStatus: '1.3.6.1.2.1.2.2.1.7',
  ifOperStatus: '1.3.6.1.2.1.2.2.1.8',
  ifName: '1.3.6.1.2.1.31.1.1.1.1',
  ifAlias: '1.3.6.1.2.1.31.1.1.1.18',
  upsSecondsOnBattery: '1.3.6.1.2.1.33.1.2.2',
  upsEstimatedMinutesRemaining: '1.3.6.1.2.1.33.1.2.3',
  snmpTrapAddress: '1.3.6.1.6.3.18.1.3',
}

const trapNames: Record<string, string> = {
  '1.3.6.1.6.3.1.1.5.1': 'coldStart',
  '1.3.6.1.6.3.1.1.5.2': 'warmStart',
  '1.3.6.1.6.3.1.1.5.3': 'linkDown',
  '1.3.6.1.6.3.1.1.5.4': 'linkUp',
  '1.3.6.1.6.3.1.1.5.5': 'authenticationFailure',
  '1.3.6.1.6.3.1.1.5.6': 'egpNeighborLoss',
  '1.3.6.1.2.1.33.2.1': 'upsTrapOnBattery',
  '1.3.6.1.2.1.33.2.3': 'upsTrapAlarmEntryAdded',
  '1.3.6.1.2.1.33.2.4': 'upsTrapAlarmEntryRemoved',
}

/** The device that a notification is about: what it says itself, before whose datagram it was (a relay's, perhaps). */
function hostOf(notification: Notification, peer: string): string {
  const told =
    notification.varbinds.find((one) => one.oid.startsWith(`${variableNames['snmpTrapAddress']}.`))?.value ??
    notification.agent
  return told && told !== '0.0.0.0' ? told : peer
}

/**
 * Fields of a notification: `trap` (OID), `trapName`, `host`, `peer`, `version`, `enterprise`, `uptime`, `message` (all
 * variables in a line), the names above, and any OID; with `.index` behind an OID, what follows it in the variable.
 */
export function trapFields(notification: Notification, peer: string): Lookup {
  const { varbinds } = notification
  const below = (prefix: string) =>
    varbinds.find((one) => one.oid === prefix || one.oid.startsWith(`${prefix}.`))
  const fixed: Record<string, () => string | undefined> = {
    trap: () => notification.trapOid,
    trapName: () => trapNames[notification.trapOid] ?? notification.trapOid,
    host: () => hostOf(notification, peer),
    peer: () => peer,
    version: () => notification.version,
    enterprise: () => notification.enterprise ?? undefined,
    uptime: () => notification.uptime,
    message: () => lineOf(notification),
  }
  return (name) => {
    if (Object.hasOwn(fixed, name)) return fixed[name]!()
    const [base = '', index] = /^(.*)\.index$/.test(name) ? [name.slice(0, -6), true] : [name, false]
    const prefix = Object.hasOwn(variableNames, base) ? variableNames[base]! : base
    if (!/^\d+(\.\d+)+$/.test(prefix)) return undefined
    const found = below(prefix)
    return index ? found?.oid.slice(prefix.length + 1) : found?.value
  }
}

/** All of it in a line, as people read it. */
export function lineOf({ trapOid, varbinds }: Notification): string {
  const named = (oid: string): string => {
    for (const [name, prefix] of Object.entries(variableNames))
      if (oid === prefix || oid.startsWith(`${prefix}.`)) return name + oid.slice(prefix.length)
    return oid
  }
  const told = varbinds.map((one) => `${named(one.oid)}=${one.value}`).join(' ')
  return `${trapNames[trapOid] ?? trapOid} ${told}`.trim().slice(0, 4000).toWellFormed()
}
