/** The words of alert sources. Shared by rules, contract and browser. */
export const kinds = ['zabbix', 'nightingale', 'json', 'trap', 'syslog', 'mail'] as const
export type Kind = (typeof kinds)[number]

/** Kinds that are sent to an address of ours with a token in it. */
export const webhookKinds: readonly Kind[] = ['zabbix', 'nightingale', 'json']
/** Kinds that listen on ports of their own. */
export const listenerKinds: readonly Kind[] = ['trap', 'syslog']

/** What a message came to. `limited` and `dropped` are counted, such messages are not looked at. */
export const outcomes = [
  'alert',
  'ignored',
  'malformed',
  'oversized',
  'refused',
  'limited',
  'dropped',
] as const
export type Outcome = (typeof outcomes)[number]

/** Severity of what a rule makes; `source`: as the message says, where it says one. */
export const ruleSeverities = ['critical', 'warning', 'info', 'source'] as const
export const alertSeverities = ['critical', 'warning', 'info'] as const
export type AlertSeverity = (typeof alertSeverities)[number]

export const operators = [
  'is',
  'not',
  'in',
  'contains',
  'starts',
  'matches',
  'least',
  'most',
  'under',
] as const
export type Operator = (typeof operators)[number]

export const transports = ['udp', 'tcp', 'tls'] as const
export type Transport = (typeof transports)[number]
