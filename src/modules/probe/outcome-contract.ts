/** What asking comes to. Pure; shared with the browser. */
import type { Figure } from './range-contract.ts'

export const probeStates = ['ok', 'warning', 'critical', 'unknown'] as const
export type ProbeState = (typeof probeStates)[number]

/** Why a state is what it is; `probe:outcome.<code>` is its text, made with the params of the outcome. */
export const outcomeCodes = [
  'ok',
  'threshold',
  // getting there
  'timeout',
  'busy',
  'refused',
  'reset',
  'unreachable',
  'no_reply',
  'name_unknown',
  'name_failed',
  'denied',
  'closed',
  // what was answered
  'malformed',
  'too_big',
  'unexpected',
  'present',
  'missing',
  'status',
  'redirects',
  'bad_redirect',
  'encoding',
  'json_unreadable',
  'json_missing',
  'json_unequal',
  // TLS
  'tls_failed',
  'tls_untrusted',
  'tls_name',
  'tls_expired',
  'tls_not_yet',
  'tls_issuer',
  'tls_old',
  'no_starttls',
  // records, values, rows, entries
  'no_records',
  'records',
  'server_failed',
  'no_value',
  'not_a_number',
  'value',
  'first_sample',
  'login',
  'query',
  'rows',
  'entries',
  'clock_unsynchronized',
  'stratum',
  // files and plugins
  'file_missing',
  'file_forbidden',
  'folder_empty',
  'plugin',
  'plugin_missing',
  'plugin_broken',
  // no answer about the target at all
  'stopped',
  'no_fping',
  'fping_rights',
  'bad_spec',
  'internal',
] as const
export type OutcomeCode = (typeof outcomeCodes)[number]

export interface Outcome {
  state: ProbeState
  code: OutcomeCode
  params: Record<string, string | number>
  /** what the target said, at most 4,000 characters, without control characters but line breaks */
  output: string
  /** how long it took in all */
  ms: number
  figures: Figure[]
}
