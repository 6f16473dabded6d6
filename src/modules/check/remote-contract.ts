import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { SecretBody } from '#modules/probe/kind-contract.ts'
import { activeKinds, resultStates } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

export const Probe = z.object({
  id: z.string(),
  name: z.string(),
  org: Ref,
  active: z.boolean(),
  checks: z.number(),
  seenAt: when.nullable(),
  silentSince: when.nullable(),
  /** results that it had to drop while cut off */
  dropped: z.number(),
  /** found and not handed over when it last spoke */
  buffered: z.number(),
  address: z.string().nullable(),
  program: z.string().nullable(),
  version: z.number(),
  abilities: z.array(z.enum(['manage'])),
})
export type ProbeView = z.output<typeof Probe>

const ProbeBody = z.strictObject({ name: text(100), orgId: z.uuid(), active: z.boolean().default(true) })
/** The token is shown this once. */
const WithToken = Probe.extend({ token: z.string() })

export const listProbes = endpoint({
  name: 'check.list-probes',
  method: 'GET',
  path: '/check-probes',
  permission: 'check.read',
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(Probe),
  summary: 'Remote probes 远程探针列表',
})
export const createProbe = endpoint({
  name: 'check.create-probe',
  method: 'POST',
  path: '/check-probes',
  permission: 'check.manage',
  body: ProbeBody,
  response: WithToken,
  status: 201,
  summary: 'Add a remote probe 新增远程探针',
})
export const editProbe = endpoint({
  name: 'check.edit-probe',
  method: 'PUT',
  path: '/check-probes/{id}',
  permission: 'check.manage',
  params: idParams,
  body: ProbeBody,
  response: Probe,
  ifMatch: true,
  summary: 'Change a remote probe 修改远程探针',
})
export const deleteProbe = endpoint({
  name: 'check.delete-probe',
  method: 'DELETE',
  path: '/check-probes/{id}',
  permission: 'check.manage',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a remote probe that runs no check 删除远程探针',
})
export const renewProbeToken = endpoint({
  name: 'check.renew-probe-token',
  method: 'POST',
  path: '/check-probes/{id}/moves/renew-token',
  permission: 'check.manage',
  params: idParams,
  response: WithToken,
  ifMatch: true,
  summary: 'Give a remote probe a new token 更换探针令牌',
})

const token = z.string().min(20).max(100)

/** A check as who runs it needs it. Secrets are opened: they travel to the probe over HTTPS only. */
export const Definition = z.object({
  id: z.string(),
  version: z.number(),
  kind: z.enum(activeKinds),
  spec: z.record(z.string(), z.unknown()),
  secrets: SecretBody,
  intervalSeconds: z.number(),
  retrySeconds: z.number(),
  retries: z.number(),
  timeoutMs: z.number(),
  /** milliseconds since 1970; 0: nobody wanted it at once */
  askedAt: z.number(),
})

// what a probe fetches and posts is told by its token; results are no business acts: no audit entries
export const fetchDefinitions = endpoint({
  name: 'check.fetch-definitions',
  method: 'POST',
  path: '/probe/definitions',
  permission: 'public',
  body: z.strictObject({
    token,
    /** as answered the last time: when nothing has changed, `definitions` is null */
    known: z.string().max(100).default(''),
    runId: z.uuid(),
    program: text(100, 0).default(''),
    dropped: z.int().min(0).default(0),
    /** results found and not acknowledged */
    buffered: z.int().min(0).max(2_000_000_000).default(0),
  }),
  response: z.object({
    probeId: z.string(),
    mark: z.string(),
    /** of the installation: how far the probe's clock is off is no matter of its results */
    now: z.number(),
    /** the last batch of this run that was taken */
    lastSeq: z.number(),
    definitions: z.array(Definition).nullable(),
  }),
  audited: false,
  ownTransaction: true,
  summary: 'What a remote probe is to check 探针领取任务',
})

/** Clean text only: what the database cannot keep would be sent again for ever. */
const ResultFigure = z.strictObject({
  name: text(200),
  value: z.number(),
  unit: text(20, 0).optional(),
  warn: text(100, 0).optional(),
  crit: text(100, 0).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})
export const ResultItem = z.strictObject({
  checkId: z.uuid(),
  at: instant,
  state: z.enum(resultStates),
  code: text(60, 0),
  params: z.record(text(100), z.union([text(1000, 0), z.number()])),
  output: text(4000, 0),
  ms: z.number().min(0).max(1e9),
  figures: z.array(ResultFigure).max(200),
})
export const postResults = endpoint({
  name: 'check.post-results',
  method: 'POST',
  path: '/probe/results',
  permission: 'public',
  body: z.strictObject({
    token,
    runId: z.uuid(),
    /** counts up by one; one that was taken already is answered and not taken again */
    seq: z.int().min(1),
    /** the probe's clock when it posted */
    sentAt: instant,
    results: z.array(ResultItem).max(2000),
  }),
  response: z.object({ lastSeq: z.number() }),
  audited: false,
  ownTransaction: true,
  bodyLimit: 10 * 1024 * 1024,
  summary: 'Results of a remote probe 探针上报结果',
})
