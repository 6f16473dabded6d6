// What this room uses of net-snmp, which ships no types.
declare module 'net-snmp' {
  import type { EventEmitter } from 'node:events'

  export interface Varbind {
    oid: string
    type: number
    value: unknown
  }
  export interface User {
    name: string
    level: number
    authProtocol?: string | undefined
    authKey?: string | undefined
    privProtocol?: string | undefined
    privKey?: string | undefined
  }
  export interface SessionOptions {
    version?: number
    port?: number
    retries?: number
    timeout?: number
    transport?: 'udp4' | 'udp6'
    context?: string
    dgramModule?: { createSocket: (transport: string) => unknown }
  }
  export interface Session extends EventEmitter {
    getBulk: (
      oids: string[],
      nonRepeaters: number,
      maxRepetitions: number,
      done: (error: (Error & { status?: number }) | null, varbinds: Varbind[][]) => void,
    ) => unknown
    get: (oids: string[], done: (error: Error | null, varbinds: Varbind[]) => void) => unknown
    close: () => unknown
  }
  export interface Pdu {
    type: number
    varbinds: Varbind[]
    nonRepeaters: number
    maxRepetitions: number
    getResponsePduForRequest: () => Pdu
  }
  export interface Request {
    pdu: Pdu
    msgGlobalData: { msgFlags: number }
  }
  export interface Agent {
    getAuthorizer: () => {
      addCommunity: (community: string) => void
      addUser: (user: User) => void
    }
    getBulkRequest: (socket: unknown, message: Request, rinfo: unknown) => void
    getNextRequest: (socket: unknown, message: Request, rinfo: unknown) => void
    sendResponse: (socket: unknown, rinfo: unknown, message: unknown, response: Pdu) => void
    listener: { sockets: Record<string, { address: () => { port: number } }> }
    close: (done?: () => void) => void
  }
  const snmp: {
    createSession: (target: string, community: string, options: SessionOptions) => Session
    createV3Session: (target: string, user: User, options: SessionOptions) => Session
    createAgent: (
      options: {
        port: number
        address?: string
        disableAuthorization?: boolean
        accessControlModelType?: number
      },
      done: (error: Error | null) => void,
    ) => Agent
    Version2c: number
    ObjectType: Record<string, number>
    SecurityLevel: { noAuthNoPriv: number; authNoPriv: number; authPriv: number }
    AuthProtocols: Record<string, string>
    PrivProtocols: Record<string, string>
    Authentication: { authToKeyCache: Record<string, Buffer> }
    RequestTimedOutError: new (message: string) => Error & { name: 'RequestTimedOutError' }
    RequestFailedError: new (
      message: string,
      status: number,
    ) => Error & { name: 'RequestFailedError'; status: number }
    ResponseInvalidError: new (
      message: string,
      code: number,
    ) => Error & { name: 'ResponseInvalidError'; code: number }
    ResponseInvalidCode: Record<string, number | string>
  }
  export default snmp
}
