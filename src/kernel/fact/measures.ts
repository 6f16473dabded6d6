import { registerEvidence, registerTitles } from '../evidence/index.ts'
import type { Manifest } from '../manifest.ts'
import { factsOfRules } from './of-rules.ts'
import { registerFacts, registerSplits } from './registry.ts'

/**
 * Makes everything that a room measures known to this process: its rules of evidence, its facts, the facts that are made of those
 * rules, how the parts of facts are called, and the records that are counted. What is registered again replaces the former.
 */
export function registerMeasures(
  room: Pick<Manifest, 'evidence' | 'facts' | 'factSplits' | 'recordTitles'>,
): void {
  registerEvidence(room.evidence)
  registerFacts(room.facts)
  registerFacts(factsOfRules(room.evidence))
  registerSplits(room.factSplits)
  registerTitles(room.recordTitles)
}
