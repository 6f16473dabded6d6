/** The assessor's pack 迎检材料: how every clause stands, with rules, figures and records, under the seal of the audit. */
import { lastSeal } from '#kernel/audit/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderAside, type Block, type PrintDocument } from '#kernel/document/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import { rootOrg } from '#kernel/org/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { inUnitZone, unitZone } from '#kernel/settings/index.ts'
import { accessAdoption } from './policy.ts'
import { presentFinding, readNormVerb, titlesIn } from './read.ts'
import { selectExemptions, selectProofs } from './store/proof.ts'
import { findingsOf, statesAt } from './store/state.ts'
import { selectTasks } from './store/task.ts'
import { visibleNorms } from './visible.ts'
import { statuses } from './words.ts'
import type { packPdf, packWord } from './work-contract.ts'

type Words = (key: string, params?: Record<string, string | number>) => string
type Norm = Awaited<ReturnType<typeof readNormVerb>>
type Clause = Norm['clauses'][number]

interface Material {
  norm: Norm
  w: Words
  english: boolean
  findings: ReadonlyMap<string, ReturnType<typeof presentFinding>[]>
  proofs: Awaited<ReturnType<typeof selectProofs>>
  exemptions: Awaited<ReturnType<typeof selectExemptions>>
  tasks: Awaited<ReturnType<typeof selectTasks>>
  seal: Awaited<ReturnType<typeof lastSeal>>
  now: Date
}

/** @throws norm.not_found (404), norm.not_allowed (403) */
export const packPdfVerb = (db: Db, actor: Actor, input: Input<typeof packPdf>): Promise<Download> =>
  pack(db, actor, input.id, 'pdf')

/** @throws norm.not_found (404), norm.not_allowed (403) */
export const packWordVerb = (db: Db, actor: Actor, input: Input<typeof packWord>): Promise<Download> =>
  pack(db, actor, input.id, 'docx')

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

async function pack(db: Db, actor: Actor, id: string, format: keyof typeof types): Promise<Download> {
  const material = await gather(db, actor, id)
  const { w, norm, now } = material
  const root = await rootOrg(db)
  const title = w('pack.title', { norm: name(material) })
  const document: PrintDocument = {
    title,
    org: root?.name ?? norm.org.name,
    number: `${norm.code} / ${norm.edition}`,
    cover: {
      subtitle: norm.org.name,
      lines: [
        { label: w('pack.edition'), value: norm.edition },
        { label: w('pack.at'), value: inUnitZone(now) },
        { label: w('pack.by'), value: actor.name },
      ],
    },
    contents: { title: w('pack.contents') },
    blocks: blocksOf(material),
    locale: actor.locale,
    createdAt: now,
  }
  const content = await renderAside(format, document)
  return { content, type: types[format], fileName: `${title} ${inUnitZone(now).slice(0, 10)}.${format}` }
}

async function gather(db: Db, actor: Actor, id: string): Promise<Material> {
  const adoption = await accessAdoption(db, actor, id)
  if (!inScope(actor, 'norm.export', adoption.orgPath))
    throw new AppError('norm.not_allowed', { status: 403 })
  const now = await dbNow(db)
  const norm = await readNormVerb(db, actor, { id })
  const states = await statesAt(db, id, now)
  const runs = [...new Set(states.flatMap((row) => (row.runId ? [row.runId] : [])))]
  const rows = await findingsOf(db, runs)
  const titles = await titlesIn(db, actor, rows)
  const codes = new Map(norm.clauses.map((one) => [one.id, one.code]))
  const findings = new Map(
    states.map((state) => [
      state.clauseId,
      rows
        .filter((row) => row.runId === state.runId && state.rules.includes(row.rule))
        .map((row) => presentFinding(actor, row, codes.get(state.clauseId)!, titles)),
    ]),
  )
  return {
    norm,
    now,
    english: actor.locale === 'en',
    w: (key, params) => say(actor.locale, `norm:${key}`, params),
    findings,
    proofs: (await selectProofs(db, { adoptionId: id })).filter((one) => one.state === 'accepted'),
    exemptions: (await selectExemptions(db, { adoptionId: id })).filter((one) => one.state === 'approved'),
    tasks: await selectTasks(db, visibleNorms(actor), {
      zone: unitZone(),
      personId: actor.id,
      adoptionId: id,
    }),
    seal: await lastSeal(db),
  }
}

const name = (m: Material): string => (m.english && m.norm.titleEn ? m.norm.titleEn : m.norm.title)
/** The Chinese title is the one by which the norm is cited. */
const bothNames = (m: Material): string =>
  name(m) === m.norm.title ? m.norm.title : `${name(m)} · ${m.norm.title}`
const gist = (m: Material, one: Clause): string => (m.english && one.gistEn ? one.gistEn : one.gist)

function blocksOf(m: Material): Block[] {
  const { w } = m
  const sections: [key: string, blocks: Block[]][] = [
    ['summary', [summary(m)]],
    ['table', [clauseTable(m)]],
    ['rules', ruleBlocks(m)],
    ['proofs', [proofTable(m), { kind: 'heading', level: 2, text: w('pack.exemptions') }, exemptionTable(m)]],
    ['tasks', [taskTable(m)]],
    ['seal', [sealBlock(m)]],
  ]
  return sections.flatMap(([key, blocks]): Block[] => [
    { kind: 'heading', level: 1, text: w(`pack.${key}`) },
    ...(blocks.length > 0 ? blocks : [{ kind: 'text' as const, paragraphs: [], empty: w('pack.none') }]),
  ])
}

function summary(m: Material): Block {
  const { norm, w } = m
  const all = norm.clauses.length
  const counted = statuses.map((one) => ({
    label: w(`status.${one}`),
    value: `${norm.counts[one] ?? 0} / ${all}`,
  }))
  return {
    kind: 'facts',
    facts: [
      { label: w('pack.norm'), value: bothNames(m), wide: true },
      { label: w('pack.edition'), value: norm.edition },
      { label: w('pack.org'), value: norm.org.name },
      { label: w('pack.from'), value: norm.fromDay },
      { label: w('pack.at'), value: inUnitZone(m.now) },
      ...counted,
      ...(norm.clauses.some((one) => one.state.doubt)
        ? [{ label: w('pack.doubt'), value: w('pack.doubtText'), wide: true }]
        : []),
    ],
  }
}

function clauseTable(m: Material): Block {
  const { w, norm } = m
  return {
    kind: 'table',
    columns: [
      { label: w('pack.article'), width: 2.4 },
      { label: w('pack.gist'), width: 6 },
      { label: w('pack.status'), width: 1.8 },
      { label: w('pack.basis'), width: 2.2 },
      { label: w('pack.figure'), width: 1.4, align: 'right' },
      { label: w('pack.responsible'), width: 2 },
    ],
    rows: norm.clauses.map((one) => [
      one.article,
      gist(m, one),
      one.state.status ? w(`status.${one.state.status}`) : w('pack.notYet'),
      one.state.source ? w(`source.${one.state.source}`) : '—',
      one.figure === null ? '—' : `${one.figure}%`,
      one.responsible.map((p) => p.name).join('、') || '—',
    ]),
  }
}

/** One block per clause that rules looked at: the rule in words, what it found, and records. */
function ruleBlocks(m: Material): Block[] {
  const { w } = m
  return m.norm.clauses
    .filter((one) => (m.findings.get(one.id)?.length ?? 0) > 0)
    .flatMap((one): Block[] => [
      { kind: 'heading', level: 2, text: `${one.article} ${gist(m, one)}` },
      {
        kind: 'table',
        columns: [
          { label: w('pack.rule'), width: 5 },
          { label: w('pack.status'), width: 1.6 },
          { label: w('pack.figure'), width: 2.2 },
          { label: w('pack.period'), width: 2.2 },
          { label: w('pack.records'), width: 5 },
        ],
        rows: m.findings.get(one.id)!.map((f) => [
          f.words,
          w(`status.${f.status}`),
          f.figure === null
            ? '—'
            : w('pack.share', { figure: f.figure, good: f.good, cases: f.cases, imported: f.imported }),
          `${inUnitZone(new Date(f.from)).slice(0, 10)} – ${inUnitZone(new Date(f.to)).slice(0, 10)}`,
          f.error ??
            (f.samples
              .slice(0, 6)
              .map((s) => [s.ok ? '✓' : '✗', s.label, s.title].filter(Boolean).join(' '))
              .join('\n') ||
              '—'),
        ]),
      },
    ])
}

function articleOf(m: Material, clauseId: string): string {
  return m.norm.clauses.find((one) => one.id === clauseId)?.article ?? '—'
}

function proofTable(m: Material): Block {
  const { w } = m
  return {
    kind: 'table',
    columns: [
      { label: w('pack.article'), width: 2.4 },
      { label: w('pack.statement'), width: 6 },
      { label: w('pack.valid'), width: 2.6 },
      { label: w('pack.filedBy'), width: 1.8 },
      { label: w('pack.reviewedBy'), width: 1.8 },
    ],
    rows: m.proofs.map((one) => [
      articleOf(m, one.clauseId),
      [one.statement, one.link].filter(Boolean).join('\n'),
      `${one.validFrom} – ${one.validUntil}`,
      one.filedBy.name,
      one.reviewedBy?.name ?? '—',
    ]),
    empty: w('pack.none'),
  }
}

function exemptionTable(m: Material): Block {
  const { w } = m
  return {
    kind: 'table',
    columns: [
      { label: w('pack.article'), width: 2.4 },
      { label: w('pack.reason'), width: 7 },
      { label: w('pack.decided'), width: 2.4 },
    ],
    rows: m.exemptions.map((one) => [
      articleOf(m, one.clauseId),
      one.reason,
      one.decidedAt ? inUnitZone(one.decidedAt).slice(0, 10) : '—',
    ]),
    empty: w('pack.none'),
  }
}

function taskTable(m: Material): Block {
  const { w } = m
  return {
    kind: 'table',
    columns: [
      { label: w('pack.article'), width: 2.2 },
      { label: w('pack.task'), width: 4.6 },
      { label: w('pack.owner'), width: 1.6 },
      { label: w('pack.due'), width: 1.8 },
      { label: w('pack.state'), width: 1.6 },
      { label: w('pack.result'), width: 4 },
    ],
    rows: m.tasks.map((one) => [
      one.article,
      one.title,
      one.owner.name,
      one.dueOn,
      w(`taskState.${one.state}`),
      one.result || '—',
    ]),
    empty: w('pack.none'),
  }
}

/** With it an assessor can have verified later that nothing before it was changed. */
function sealBlock(m: Material): Block {
  const { w, seal } = m
  if (!seal) return { kind: 'text', paragraphs: [w('pack.noSeal')] }
  return {
    kind: 'facts',
    facts: [
      { label: w('pack.sealNo'), value: String(seal.seq) },
      { label: w('pack.sealedAt'), value: inUnitZone(new Date(seal.sealedAt)) },
      { label: w('pack.sealHash'), value: seal.hash, wide: true },
      { label: w('pack.signature'), value: seal.signature, wide: true },
      { label: w('pack.key'), value: seal.keyId, wide: true },
      { label: w('pack.how'), value: w('pack.howText', { seq: seal.seq }), wide: true },
    ],
  }
}
