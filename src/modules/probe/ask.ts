import type { Kind, Secret, Spec } from './kind-contract.ts'
import type { OutcomeCode, ProbeState } from './outcome-contract.ts'
import type { Figure } from './range-contract.ts'
import type { Span } from './span.ts'

/** What a kind gets beside its spec. */
export interface Ask {
  span: Span
  secret: Secret
}

/** What a kind found. What ends it early is thrown as a `Failure`; `verdict` is a fault that has figures all the same. */
export interface Answer {
  figures: Figure[]
  output?: string
  /** absent: ok */
  verdict?: { state: ProbeState; code: OutcomeCode; params: Record<string, string | number> }
  /** thresholds that came with the figures are only told: whoever made them has judged by them */
  judged?: true
}

export type Prober<K extends Kind> = (spec: Spec<K>, ask: Ask) => Promise<Answer>
