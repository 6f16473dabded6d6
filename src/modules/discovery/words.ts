/** The fixed words of discovery. Pure; shared with the browser. */

export const runStates = [
  'queued',
  'running',
  'stopping',
  'done',
  'stopped',
  'interrupted',
  'failed',
] as const
export type RunState = (typeof runStates)[number]
/** A target has one of these at most. */
export const openStates = ['queued', 'running', 'stopping'] as const satisfies readonly RunState[]

export const outcomes = ['ok', 'partial', 'silent', 'refused', 'unreadable'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * How a found device stands to the configuration items: proposed as a new one; proposed as a change of a known one;
 * known, with nothing new; refused; could not be proposed.
 */
export const deviceStates = ['new', 'changed', 'accepted', 'rejected', 'failed'] as const
export type DeviceState = (typeof deviceStates)[number]

export const authProtocols = ['sha', 'sha224', 'sha256', 'sha384', 'sha512', 'md5'] as const
export const privProtocols = ['aes', 'aes256b', 'aes256r'] as const
export const securityLevels = ['noAuthNoPriv', 'authNoPriv', 'authPriv'] as const
