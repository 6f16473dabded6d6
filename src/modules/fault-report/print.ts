import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderPdf, renderWord, type Block, type PrintDocument } from '#kernel/document/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { selfKey } from '#kernel/permission/words.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { explainClocks } from '#modules/sla/index.ts'
import { timelineOf } from '#modules/ticket/index.ts'
import {
  sections,
  type reportPdf,
  type reportWord,
  type serviceSheetPdf,
  type serviceSheetWord,
} from './contract.ts'
import { accessReport } from './policy.ts'
import type { ReportRow } from './store/reports.ts'
import { unitName } from './store/setting.ts'
import { entryText, timeText } from './entry-text.ts'

type Incident = Awaited<ReturnType<typeof accessIncident>>
type Words = (key: string, params?: Record<string, string | number>) => string

const wordsFor =
  (actor: Actor): Words =>
  (key, params) =>
    say(actor.locale, key.includes(':') ? key : `fault-report:${key}`, params)

/** The fault report on paper. @throws incident.not_found, fault-report.not_found (404) */
export async function reportPdfVerb(db: Db, actor: Actor, input: Input<typeof reportPdf>): Promise<Download> {
  return file(db, actor, await reportOf(db, actor, input.id), 'pdf')
}

/** The same in Word, for a unit that passes it on in a document of its own. @throws as `reportPdfVerb` */
export async function reportWordVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof reportWord>,
): Promise<Download> {
  return file(db, actor, await reportOf(db, actor, input.id), 'docx')
}

/** The sheet that the person on site has signed. @throws incident.not_found (404) */
export async function serviceSheetPdfVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof serviceSheetPdf>,
): Promise<Download> {
  return file(db, actor, await sheetOf(db, actor, input.id), 'pdf')
}

/** @throws incident.not_found (404) */
export async function serviceSheetWordVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof serviceSheetWord>,
): Promise<Download> {
  return file(db, actor, await sheetOf(db, actor, input.id), 'docx')
}

type Content = Pick<PrintDocument, 'title' | 'blocks'> & { number: string }

/** Facts, clocks with their explanation, the four sections, the timeline, signatures. */
async function reportOf(db: Db, actor: Actor, id: string): Promise<Content> {
  const { incident, report } = await accessReport(db, actor, id)
  const w = wordsFor(actor)
  const blocks: Block[] = [
    { kind: 'facts', title: w('pdf.facts'), facts: [...subjectOf(w, incident), ...courseOf(w, incident)] },
    await clocksBlock(db, actor, w, incident),
    ...sections.map((section): Block => ({
      kind: 'text',
      title: w(`section.${section}`),
      paragraphs: report[section] === '' ? [] : [report[section]],
      empty: w('pdf.notWritten'),
    })),
    await timelineBlock(db, actor, w, incident, report),
    signatures(w, report),
  ]
  return { title: w('pdf.report'), number: incident.number, blocks }
}

/** What was asked for, room for what was done and for signatures. */
async function sheetOf(db: Db, actor: Actor, id: string): Promise<Content> {
  const incident = await accessIncident(db, actor, id)
  const w = wordsFor(actor)
  const blocks: Block[] = [
    { kind: 'facts', title: w('pdf.facts'), facts: [...subjectOf(w, incident), ...placeOf(w, incident)] },
    { kind: 'text', title: w('section.symptom'), paragraphs: [incident.description], empty: incident.title },
    { kind: 'facts', title: w('sheet.onSite'), facts: onSiteFacts(w, incident) },
    {
      kind: 'text',
      title: w('sheet.work'),
      paragraphs: incident.resolution ? [incident.resolution] : ['\n\n\n\n'],
    },
    {
      kind: 'table',
      title: w('sheet.parts'),
      columns: [
        { label: w('sheet.part'), width: 4 },
        { label: w('sheet.serial'), width: 3 },
        { label: w('sheet.quantity'), width: 1, align: 'right' },
      ],
      rows: [
        ['', '', ''],
        ['', '', ''],
      ],
    },
    {
      kind: 'signatures',
      title: w('sheet.confirm'),
      boxes: [
        { label: w('sheet.engineer'), name: w('sheet.sign'), date: w('sheet.date') },
        { label: w('sheet.user'), opinion: w('sheet.opinion'), name: w('sheet.sign'), date: w('sheet.date') },
      ],
    },
  ]
  return { title: w('pdf.sheet'), number: incident.number, blocks }
}

const formats = {
  pdf: { render: renderPdf, type: 'application/pdf' },
  docx: {
    render: renderWord,
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
}

async function file(db: Db, actor: Actor, parts: Content, format: keyof typeof formats): Promise<Download> {
  const now = await dbNow(db)
  const org = await unitName(db)
  const { render, type } = formats[format]
  const content = await render({
    ...parts,
    ...(org === '' ? {} : { org }),
    locale: actor.locale,
    footer: wordsFor(actor)('pdf.footer', { at: timeText(now), name: actor.name }),
    createdAt: now,
  })
  return { content, type, fileName: `${parts.number} ${parts.title}.${format}` }
}

type Fact = { label: string; value: string; wide?: boolean }

/** What it is about, and who is concerned. */
function subjectOf(w: Words, i: Incident): Fact[] {
  return [
    { label: w('fact.number'), value: i.number },
    { label: w('fact.grade'), value: w(`incident:grade.${i.grade}`) },
    { label: w('fact.title'), value: i.title, wide: true },
    { label: w('fact.service'), value: i.service?.name ?? '—' },
    { label: w('fact.org'), value: i.org.name },
    { label: w('fact.requester'), value: i.requester?.name ?? i.callerName ?? w('fact.alert') },
    { label: w('fact.handler'), value: [i.group?.name, i.owner?.name].filter(Boolean).join(' / ') || '—' },
  ]
}

/** When it happened and how it ended. */
function courseOf(w: Words, i: Incident): Fact[] {
  return [
    { label: w('fact.occurredAt'), value: timeText(i.occurredAt) },
    { label: w('fact.recordedAt'), value: timeText(i.recordedAt) },
    { label: w('fact.respondedAt'), value: timeText(i.respondedAt) },
    { label: w('fact.resolvedAt'), value: timeText(i.resolvedAt) },
    {
      label: w('fact.code'),
      value: i.resolutionCode ? w(`incident:resolutionCode.${i.resolutionCode}`) : '—',
    },
    { label: w('fact.reopened'), value: w('fact.times', { n: i.reopenCount }) },
  ]
}

/** Where to go and whom to call. */
function placeOf(w: Words, i: Incident): Fact[] {
  return [
    { label: w('fact.phone'), value: i.callerPhone ?? i.requesterPhone ?? '—' },
    { label: w('fact.place'), value: i.callerPlace ?? '—' },
  ]
}

function onSiteFacts(w: Words, i: Incident): Fact[] {
  return [
    { label: w('sheet.askedAt'), value: i.onsiteRequestedAt ? timeText(i.onsiteRequestedAt) : '' },
    { label: w('sheet.arrivedAt'), value: i.onsiteArrivedAt ? timeText(i.onsiteArrivedAt) : '' },
    { label: w('sheet.leftAt'), value: '' },
    { label: w('sheet.solved'), value: w('sheet.solvedChoice') },
  ]
}

async function clocksBlock(db: Db, actor: Actor, w: Words, incident: Incident): Promise<Block> {
  const clocks = await explainClocks(db, incident.id, actor.locale)
  return {
    kind: 'table',
    title: w('pdf.clocks'),
    columns: [
      { label: w('clock.metric'), width: 1.2 },
      { label: w('clock.dueAt'), width: 2.2 },
      { label: w('clock.stoppedAt'), width: 2.2 },
      { label: w('clock.state'), width: 1.3 },
      { label: w('clock.explanation'), width: 6 },
    ],
    rows: clocks.map((c) => [
      say(actor.locale, `incident:metric.${c.metric}`, {}, c.metric),
      timeText(c.dueAt),
      timeText(c.stoppedAt),
      w(`clockState.${c.state}`),
      c.explanation,
    ]),
    empty: w('pdf.noClocks'),
  }
}

/** What is printed at most; the record itself holds everything. */
const timelineLimit = 300

/** What happened until the report was approved; later entries would change a document that is signed. */
async function timelineBlock(
  db: Db,
  actor: Actor,
  w: Words,
  incident: Incident,
  report: ReportRow,
): Promise<Block> {
  const all = await timelineOf(db, incident.id, { internal: true, limit: timelineLimit })
  const until = report.state === 'reviewed' ? report.reviewedAt : null
  const items = all
    .slice(0, timelineLimit)
    .filter((entry) => until === null || entry.recordedAt <= until)
    .map((entry) => ({
      at: timeText(entry.occurredAt),
      who:
        entry.actorId === null
          ? say(actor.locale, selfKey(entry.actorName) ?? '', {}, entry.actorName)
          : entry.actorName,
      text: entryText(actor.locale, entry),
    }))
  if (all.length > timelineLimit) items.push({ at: '', who: '', text: w('pdf.more', { n: timelineLimit }) })
  return { kind: 'timeline', title: w('pdf.timeline'), items }
}

function signatures(w: Words, report: ReportRow): Block {
  const reviewed = report.state === 'reviewed'
  return {
    kind: 'signatures',
    title: w('pdf.signatures'),
    boxes: [
      {
        label: w('pdf.writtenBy'),
        name: w('pdf.signed', {
          name: report.submittedBy?.name ?? report.drafters.map((d) => d.name).join('、'),
        }),
        date: report.submittedAt ? timeText(report.submittedAt) : w('sheet.date'),
      },
      {
        label: w('pdf.reviewedBy'),
        ...(reviewed ? { opinion: report.reviewNote || w('pdf.approved') } : {}),
        name: w('pdf.signed', { name: reviewed ? (report.reviewedBy?.name ?? '') : '' }),
        date: reviewed ? timeText(report.reviewedAt) : w('sheet.date'),
      },
    ],
  }
}
