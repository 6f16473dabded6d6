import type { Manifest } from '#kernel/manifest.ts'
import { evaluateAsked } from './asked.ts'
import en from './en.ts'
import { factSplits, facts } from './facts.ts'
import { exemptionReaction, registerExemptions } from './exemptions.ts'
import { afterEvents, markOnEvent, nightly, remind } from './jobs.ts'
import { ensureShippedNorms } from './library.ts'
import { routes } from './routes.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export { adoptVerb as adoptNorm, setResponsibleVerb as setResponsible } from './adopt.ts'
export { listNormsVerb as listNorms } from './library.ts'
export { fileProofVerb as fileProof } from './proofs.ts'
export { normsInForce, readNormVerb as readNorm } from './read.ts'
export { createTaskVerb as createTask } from './tasks.ts'
export { englishTitles } from './store/library.ts'

const readers = ['desk', 'engineer', 'duty-leader', 'manager', 'asset-keeper', 'finance'] as const

export const manifest: Manifest = {
  name: 'norm',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  recordTitles,
  factSplits,
  permissions: {
    'norm.read': { grants: readers },
    // file proofs for clauses that one answers for, do the own tasks
    'norm.answer': { grants: readers },
    // look at proofs of others, verify, supervise, decide about exemptions
    'norm.review': { grants: ['duty-leader', 'manager'] },
    // the library, norms in force, who answers, tasks
    'norm.manage': { grants: ['manager'] },
    'norm.export': { grants: ['duty-leader', 'manager'] },
  },
  notices: {
    responsible: ['norm.answer'],
    proof: ['norm.review'],
    accepted: ['norm.answer'],
    refused: ['norm.answer'],
    runsOut: ['norm.answer'],
    task: ['norm.answer'],
    due: ['norm.answer'],
    overdue: ['norm.answer', 'norm.manage'],
    done: ['norm.manage', 'norm.review'],
    returned: ['norm.answer'],
    verified: ['norm.answer'],
    supervised: ['norm.answer'],
    answered: ['norm.review'],
  },
  routes,
  jobs: [
    { name: 'norm.nightly', everySeconds: 60, run: nightly },
    { name: 'norm.asked', everySeconds: 2, run: evaluateAsked },
    { name: 'norm.after-events', everySeconds: 300, run: afterEvents },
    { name: 'norm.remind', everySeconds: 3600, run: remind },
  ],
  reactions: [markOnEvent, exemptionReaction],
  ensureShipped: ensureShippedNorms,
  setUp: registerExemptions,
}
