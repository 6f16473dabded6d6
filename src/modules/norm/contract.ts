import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { FileInfo } from '#kernel/files/contract.ts'
import { NormFile } from './file-contract.ts'
import * as words from './words.ts'

const ref = z.object({ id: z.string(), name: z.string() })
const day = z.iso.date()
const status = z.enum(words.statuses)
/** how many clauses stand how; what is missing is none */
const Counts = z.partialRecord(status, z.number())

/** A text in both languages of which the English may be empty. */
const names = { title: z.string(), titleEn: z.string() }

export const Adoption = z.object({
  id: z.string(),
  normId: z.string(),
  code: z.string(),
  ...names,
  kind: z.enum(words.kinds),
  editionId: z.string(),
  edition: z.string(),
  basis: z.string(),
  note: z.string(),
  org: ref,
  fromDay: z.string(),
  toDay: z.string().nullable(),
  active: z.boolean(),
  version: z.number(),
  abilities: z.array(z.enum(['manage', 'evaluate', 'answer', 'review'])),
})
export type AdoptionRecord = z.input<typeof Adoption>

/** How a clause stands, and what said so. */
const State = z.object({
  status: status.nullable(),
  source: z.enum(words.sources).nullable(),
  /** the audit did not verify when it was evaluated */
  doubt: z.boolean(),
  at: when.nullable(),
})

export const Clause = z.object({
  id: z.string(),
  code: z.string(),
  article: z.string(),
  gist: z.string(),
  gistEn: z.string(),
  type: z.enum(words.types),
  actors: z.array(z.string()),
  frequency: z.string().nullable(),
  figures: z.record(z.string(), z.unknown()),
  capability: z.string(),
  evidence: z.string(),
  evidenceEn: z.string(),
})
export const ClauseLine = Clause.extend({
  state: State,
  /** better or worse than a month before the day */
  trend: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  responsible: z.array(ref),
  /** figure of its first rule, in percent */
  figure: z.number().nullable(),
  /** a module of this program computes it, whole or in part */
  computed: z.boolean(),
  openTasks: z.number(),
})

export const Finding = z.object({
  rule: z.string(),
  /** the rule in the reader's language */
  words: z.string(),
  part: z.boolean(),
  from: when,
  to: when,
  status,
  /** percent */
  figure: z.number().nullable(),
  cases: z.number(),
  good: z.number(),
  imported: z.number(),
  samples: z.array(
    z.object({
      label: z.string(),
      /** what the record is called; null where the reader may not see it, or the label says it */
      title: z.string().nullable(),
      path: z.string().nullable(),
      at: z.string().nullable(),
      ok: z.boolean(),
      note: z.string().nullable(),
    }),
  ),
  error: z.string().nullable(),
  /** the fact that opens to all records of a share */
  fact: z.string().nullable(),
})

export const Proof = z.object({
  id: z.string(),
  clauseId: z.string(),
  kind: z.enum(words.proofKinds),
  statement: z.string(),
  link: z.string().nullable(),
  says: z.enum(words.verdicts),
  validFrom: z.string(),
  validUntil: z.string(),
  state: z.enum(words.proofStates),
  filedBy: ref,
  recordedAt: when,
  reviewedBy: ref.nullable(),
  reviewedAt: when.nullable(),
  reviewNote: z.string(),
  files: z.array(FileInfo),
  version: z.number(),
  abilities: z.array(z.enum(['review', 'withdraw', 'attach'])),
})
export type ProofRecord = z.input<typeof Proof>

export const Exemption = z.object({
  id: z.string(),
  clauseId: z.string(),
  reason: z.string(),
  state: z.enum(words.exemptionStates),
  requestedBy: ref,
  recordedAt: when,
  decidedAt: when.nullable(),
  version: z.number(),
  abilities: z.array(z.enum(['end'])),
})

const norm = {
  code: z.string(),
  ...names,
  kind: z.enum(words.kinds),
  shipped: z.boolean(),
}
export const listNorms = endpoint({
  name: 'norm.list',
  method: 'GET',
  path: '/norms',
  permission: 'norm.read',
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        ...norm,
        editions: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            clauses: z.number(),
            note: z.string(),
            recordedAt: when,
          }),
        ),
      }),
    ),
  }),
  summary: 'The library of norms with their editions 规范库',
})

const ShortEdition = z.object({ id: z.string(), name: z.string(), recordedAt: when })
export const readEdition = endpoint({
  name: 'norm.edition',
  method: 'GET',
  path: '/norm-editions/{id}',
  permission: 'norm.read',
  params: idParams,
  query: z.strictObject({ with: z.uuid().optional() }),
  response: z.object({
    id: z.string(),
    code: z.string(),
    ...names,
    name: z.string(),
    note: z.string(),
    /** the edition that it is compared with */
    other: ShortEdition.nullable(),
    editions: z.array(ShortEdition),
    clauses: z.array(
      z.object({
        code: z.string(),
        change: z.enum(['same', 'added', 'changed', 'gone']),
        now: Clause.nullable(),
        before: Clause.nullable(),
      }),
    ),
  }),
  summary: 'An edition of a norm, beside another one of it 规范版本对照',
})

const Trouble = z.object({
  line: z.number().nullable(),
  at: z.string(),
  code: z.enum(['syntax', 'alias', 'other', 'twice', 'wrong']),
  message: z.string(),
})
export const checkNorm = endpoint({
  name: 'norm.check-import',
  method: 'POST',
  path: '/norms/import-checks',
  permission: 'norm.manage',
  body: z.strictObject({ yaml: z.string().max(4_000_000) }),
  response: z.object({
    ok: z.boolean(),
    troubles: z.array(Trouble),
    /** what would be taken: null when there is trouble */
    norm: z
      .object({
        code: z.string(),
        title: z.string(),
        edition: z.string(),
        clauses: z.number(),
        /** the library has exactly this already */
        known: z.boolean(),
        /** clauses that the newest edition there does not have, has otherwise, or has alone */
        added: z.array(z.string()),
        changed: z.array(z.string()),
        gone: z.array(z.string()),
      })
      .nullable(),
  }),
  bodyLimit: 16 * 1024 * 1024,
  // a dry run writes nothing
  audited: false,
  summary: 'Dry run of reading a norm from YAML 试导入规范',
})
const Taken = z.object({ editionId: z.string(), code: z.string(), edition: z.string(), known: z.boolean() })
export const importNorm = endpoint({
  name: 'norm.import',
  method: 'POST',
  path: '/norms/imports',
  permission: 'norm.manage',
  body: z.strictObject({ yaml: z.string().max(4_000_000) }),
  response: Taken,
  bodyLimit: 16 * 1024 * 1024,
  summary: 'Read a norm, or a further edition of one, from YAML 导入规范',
})
export const addNorm = endpoint({
  name: 'norm.add',
  method: 'POST',
  path: '/norms',
  permission: 'norm.manage',
  body: NormFile,
  response: Taken,
  status: 201,
  summary: 'Add a norm by form 新增规范',
})

export const overview = endpoint({
  name: 'norm.overview',
  method: 'GET',
  path: '/norm-overview',
  permission: 'norm.read',
  query: z.strictObject({ on: day.optional() }),
  response: z.object({
    on: z.string(),
    items: z.array(
      Adoption.extend({
        clauses: z.number(),
        counts: Counts,
        /** a month earlier */
        before: Counts,
        better: z.number(),
        worse: z.number(),
        gaps: z.number(),
        openTasks: z.number(),
        doubt: z.boolean(),
        evaluatedAt: when.nullable(),
      }),
    ),
    /** what got worse within the month, and the rules that say why */
    worsened: z.array(
      z.object({
        adoptionId: z.string(),
        clauseId: z.string(),
        norm: z.string(),
        normEn: z.string(),
        article: z.string(),
        gist: z.string(),
        gistEn: z.string(),
        before: status,
        now: status,
        why: z.array(
          z.object({
            rule: z.string(),
            words: z.string(),
            before: z.number().nullable(),
            now: z.number().nullable(),
          }),
        ),
      }),
    ),
  }),
  summary: 'How the norms in force stand, and what changed within a month 规范总览',
})

export const adopt = endpoint({
  name: 'norm.adopt',
  method: 'POST',
  path: '/norm-adoptions',
  permission: 'norm.manage',
  body: z.strictObject({ editionId: z.uuid(), orgId: z.uuid(), fromDay: day }),
  response: Adoption,
  status: 201,
  idempotent: true,
  summary: 'Put an edition in force for an org; it replaces another edition there 启用规范',
})
export const endAdoption = endpoint({
  name: 'norm.end-adoption',
  method: 'POST',
  path: '/norm-adoptions/{id}/moves/end',
  permission: 'norm.manage',
  params: idParams,
  body: z.strictObject({ toDay: day, reason: text(2000, 2) }),
  response: Adoption,
  ifMatch: true,
  summary: 'End that a norm holds for an org 停用规范',
})
export const readNormOf = endpoint({
  name: 'norm.document',
  method: 'GET',
  path: '/norm-adoptions/{id}',
  permission: 'norm.read',
  params: idParams,
  query: z.strictObject({
    /** the state at the end of a past day; default now */
    on: day.optional(),
  }),
  response: Adoption.extend({ on: z.string().nullable(), counts: Counts, clauses: z.array(ClauseLine) }),
  summary: 'A norm in force as a document, with how each clause stands 规范正文与符合性',
})
export const evaluate = endpoint({
  name: 'norm.evaluate',
  method: 'POST',
  path: '/norm-adoptions/{id}/moves/evaluate',
  permission: 'norm.read',
  params: idParams,
  body: z.strictObject({ clauseId: z.uuid() }),
  response: z.object({
    clauses: z.number(),
    rules: z.number(),
    errors: z.number(),
    milliseconds: z.number(),
  }),
  // each rule in a transaction of its own: one that fails must not take the others with it
  ownTransaction: true,
  summary: 'Evaluate one clause now 立即评估条款',
})

/** An evaluation of a whole norm that somebody asked for. */
export const WholeEvaluation = z.object({
  id: z.string(),
  /** failed: begun several times, and never came to an end */
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  askedBy: ref.nullable(),
  askedAt: when,
  /** rules to ask, null until it is known how many */
  rules: z.number().nullable(),
  /** rules that have answered */
  done: z.number(),
  endedAt: when.nullable(),
  clauses: z.number().nullable(),
  /** rules that could not be evaluated */
  errors: z.number().nullable(),
})
export const askEvaluation = endpoint({
  name: 'norm.ask-evaluation',
  method: 'POST',
  path: '/norm-adoptions/{id}/evaluations',
  permission: 'norm.read',
  params: idParams,
  response: WholeEvaluation,
  status: 202,
  summary: 'Ask for an evaluation of a whole norm, or join the one under way 立即评估',
})
export const readEvaluation = endpoint({
  name: 'norm.evaluation',
  method: 'GET',
  path: '/norm-adoptions/{id}/evaluation',
  permission: 'norm.read',
  params: idParams,
  response: z.object({ evaluation: WholeEvaluation.nullable() }),
  summary: 'The evaluation under way, or the last one that somebody asked for 评估进度',
})

const clauseParams = z.strictObject({ id: z.uuid(), clauseId: z.uuid() })
export const readClause = endpoint({
  name: 'norm.clause',
  method: 'GET',
  path: '/norm-adoptions/{id}/clauses/{clauseId}',
  permission: 'norm.read',
  params: clauseParams,
  query: z.strictObject({ on: day.optional() }),
  response: z.object({
    adoption: Adoption,
    clause: Clause,
    state: State,
    /** rules of the program that prove it, whether evaluated yet or not */
    rules: z.array(z.object({ rule: z.string(), words: z.string(), part: z.boolean(), days: z.number() })),
    findings: z.array(Finding),
    history: z.array(
      z.object({ day: z.string(), status, source: z.enum(words.sources), figure: z.number().nullable() }),
    ),
    responsible: z.array(ref),
    proofs: z.array(Proof),
    exemptions: z.array(Exemption),
    abilities: z.array(z.enum(['manage', 'evaluate', 'answer'])),
  }),
  summary: 'One clause: rule, figure, history, records, proofs 条款',
})
export const measureRule = endpoint({
  name: 'norm.measure',
  method: 'GET',
  path: '/norm-adoptions/{id}/rules/{rule}',
  permission: 'norm.read',
  params: z.strictObject({ id: z.uuid(), rule: z.string().regex(/^[a-z-]{1,40}\.[a-z-]{1,60}$/) }),
  query: z.strictObject({ from: day, to: day }),
  response: Finding,
  summary: 'What a rule says of a period of whole days, both included; nothing is kept 按期间试算',
})
export const setResponsible = endpoint({
  name: 'norm.set-responsible',
  method: 'PUT',
  path: '/norm-adoptions/{id}/responsible',
  permission: 'norm.manage',
  params: idParams,
  body: z.strictObject({
    clauseIds: z.array(z.uuid()).min(1).max(2000),
    personIds: z.array(z.uuid()).max(20),
  }),
  response: z.object({ clauses: z.number() }),
  summary: 'Name who answers for clauses 指定责任人',
})
export const lookupAnswerers = endpoint({
  name: 'norm.lookup-people',
  method: 'GET',
  path: '/norm-people',
  permission: 'norm.read',
  query: z.strictObject({ q: text(50).optional() }),
  response: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), org: z.string() })) }),
  summary: 'People who can answer for clauses 可选责任人',
})
export const listMine = endpoint({
  name: 'norm.mine',
  method: 'GET',
  path: '/norm-duties',
  permission: 'norm.read',
  response: z.object({
    items: z.array(
      ClauseLine.extend({
        adoptionId: z.string(),
        norm: z.string(),
        normEn: z.string(),
        /** proof is missing or runs out within thirty days */
        due: z.enum(['missing', 'expired', 'soon', 'waiting']).nullable(),
        validUntil: z.string().nullable(),
      }),
    ),
  }),
  summary: 'Clauses that I answer for, and what is due 我的条款',
})
