/** What the process and its listening thread say to each other. */
import type { Occurrence } from '../occurrence.ts'
import type { SyslogSpec, TrapSpec } from '../spec-contract.ts'
import type { NewMessage } from '../store/message.ts'
import type { Counts, Listening } from '../store/source.ts'

/** A source that listens. */
export interface ListenerConfig {
  id: string
  spec: TrapSpec | SyslogSpec
  /** of traps; what has none of them is refused */
  communities: string[]
  /** private key (PEM) beside the certificate of syslog over TLS */
  key: string | null
}

/** What came of one source since the last batch. */
export interface Part {
  sourceId: string
  occurrences: Occurrence[]
  counts: Partial<Counts>
  messages: NewMessage[]
  error: string | null
}

export type ToThread =
  | { type: 'configure'; sources: ListenerConfig[] }
  /** the batch is committed: what waits for it may be answered */
  | { type: 'committed' }
  | { type: 'stop' }

export type FromThread =
  | { type: 'batch'; parts: Part[] }
  | { type: 'listening'; sourceId: string; listening: Listening[] }
  | { type: 'stopped' }
