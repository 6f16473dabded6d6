import type { OutcomeCode, ProbeState } from './outcome-contract.ts'
import type { Figure } from './range-contract.ts'

/** Ends a probe with a verdict. The target is at fault, unless `state` says that nothing is known of it. */
export class Failure extends Error {
  readonly code: OutcomeCode
  readonly state: ProbeState
  readonly params: Record<string, string | number>
  readonly figures: readonly Figure[]

  constructor(
    code: OutcomeCode,
    params: Record<string, string | number> = {},
    more: { state?: ProbeState; output?: string; figures?: readonly Figure[] } = {},
  ) {
    super(more.output ?? '')
    this.code = code
    this.state = more.state ?? 'critical'
    this.params = params
    this.figures = more.figures ?? []
  }
}

const codes: Record<string, OutcomeCode> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
}

/**
 * What an error of a socket means for its target. One that this machine caused (no ports, no file descriptors, no
 * route of the wanted family) says nothing about the target.
 */
export function socketFailure(error: unknown, params: Record<string, string | number> = {}): Failure {
  if (error instanceof Failure) return error
  const { code, message } = error as NodeJS.ErrnoException
  const known = codes[code ?? '']
  if (known) return new Failure(known, params, { output: message })
  return new Failure('internal', { reason: code ?? message }, { state: 'unknown', output: message })
}
