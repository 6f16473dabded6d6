import snmp, { type User } from 'net-snmp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultLimits, protectionOf, type Credential } from '#kernel/snmp/index.ts'
import { identify } from '../identify/identify.ts'
import { playBack, type PlayedAgent } from '../testing/agent.ts'
import type { Recorded } from '../testing/recording.ts'
import { readDevice } from './read-device.ts'

const { OctetString, OID, Integer } = snmp.ObjectType
const recording: Recorded[] = [
  { oid: '1.3.6.1.2.1.1.1.0', type: OctetString!, value: Buffer.from('RouterOS CCR1009') },
  { oid: '1.3.6.1.2.1.1.2.0', type: OID!, value: '1.3.6.1.4.1.14988.1' },
  { oid: '1.3.6.1.2.1.1.5.0', type: OctetString!, value: Buffer.from('edge') },
  { oid: '1.3.6.1.2.1.2.2.1.2.1', type: OctetString!, value: Buffer.from('ether1') },
  { oid: '1.3.6.1.2.1.2.2.1.3.1', type: Integer!, value: 6 },
]
const limits = { ...defaultLimits, timeoutMs: 1500, retries: 0 }
type V3 = Extract<Credential, { version: 'v3' }>

const users: V3[] = [
  { version: 'v3', user: 'open', level: 'noAuthNoPriv' },
  { version: 'v3', user: 'sha', level: 'authNoPriv', authProtocol: 'sha', authSecret: 'auth-secret-1' },
  ...(['sha', 'sha224', 'sha256', 'sha384', 'sha512', 'md5'] as const).map((authProtocol): V3 => ({
    version: 'v3',
    user: `aes-${authProtocol}`,
    level: 'authPriv',
    authProtocol,
    authSecret: 'auth-secret-1',
    privProtocol: 'aes',
    privSecret: 'priv-secret-1',
  })),
  ...(['aes256b', 'aes256r'] as const).map((privProtocol): V3 => ({
    version: 'v3',
    user: privProtocol,
    level: 'authPriv',
    authProtocol: 'sha256',
    authSecret: 'auth-secret-1',
    privProtocol,
    privSecret: 'priv-secret-1',
  })),
]

const asUser = (one: V3): User => ({
  name: one.user,
  level: snmp.SecurityLevel[one.level],
  ...(one.level === 'noAuthNoPriv'
    ? {}
    : { authProtocol: snmp.AuthProtocols[one.authProtocol!], authKey: one.authSecret }),
  ...(one.level === 'authPriv'
    ? { privProtocol: snmp.PrivProtocols[one.privProtocol!], privKey: one.privSecret }
    : {}),
})

let agent: PlayedAgent
beforeAll(async () => {
  agent = await playBack(recording, { users: users.map(asUser) })
})
afterAll(() => agent.close())

describe('version 3', () => {
  it.each(users.map((one) => [one.user, one] as const))('reads as %s', async (_, credential) => {
    const reading = await readDevice('127.0.0.1', agent.port, credential, limits)
    expect(reading).toMatchObject({ outcome: 'ok', problems: [] })
    expect(identify(reading.tables)).toMatchObject({
      vendor: 'MikroTik',
      name: 'edge',
      interfaces: [{ name: 'ether1' }],
    })
  })

  it.each([
    ['an unknown user', { user: 'nobody' }],
    ['a wrong secret', { authSecret: 'another-secret' }],
    ['a wrong secret of encryption', { privSecret: 'another-secret' }],
  ])('lets nobody in with %s', async (_, other) => {
    const right = users.find((one) => one.user === 'aes-sha256')!
    const reading = await readDevice('127.0.0.1', agent.port, { ...right, ...other }, limits)
    expect(['refused', 'silent']).toContain(reading.outcome)
    expect(reading.tables.first('1.3.6.1.2.1.1.1')).toBeUndefined()
  })

  it('does not believe an answer that comes without the protection agreed', async () => {
    // an attacker on the way needs no key for it, and the library would take it
    const bare = await playBack(recording, {
      users: users.map(asUser),
      tamper: (message) => (message.msgGlobalData.msgFlags = 0),
    })
    const reading = await readDevice('127.0.0.1', bare.port, users[3]!, limits)
    await bare.close()
    expect(reading.outcome).toBe('silent')
    expect(reading.tables.first('1.3.6.1.2.1.1.1')).toBeUndefined()
  })

  it('sees the protection of a message', () => {
    expect(protectionOf(Buffer.from('30', 'hex'))).toBeUndefined()
    expect(protectionOf(Buffer.from('300a020101040670', 'hex'))).toBeUndefined()
  })
})
