import { zoneOf } from '#kernel/calendar/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderPdf, type Block, type PrintDocument } from '#kernel/document/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { streamCsv, streamXlsx, type StreamCell } from '#kernel/sheet/index.ts'
import type * as contract from './contract.ts'
import { calendarOf } from './fill.ts'
import { periodsOf } from './periods.ts'
import { accessRoster } from './rosters.ts'
import { sheetColumns } from './sheet.ts'
import { ofRoster, selectShifts, type ShiftRow } from './store/shifts.ts'
import { selectMembers } from './store/teams.ts'
import type { DutyRole } from './words.ts'

type Locale = Actor['locale']

const named = (shift: ShiftRow, role: DutyRole, phones: boolean): string =>
  shift.people
    .filter((p) => p.role === role)
    .map((p) => (phones && p.phone ? `${p.name} ${p.phone}` : p.name))
    .join(phones ? '\n' : '、')

/** The day with its weekday and, where it is one, its holiday: 2026-02-17 二 春节. */
function dayText(locale: Locale, shift: ShiftRow): string {
  const weekday = (new Date(`${shift.day}T00:00:00Z`).getUTCDay() + 6) % 7
  const short = say(locale, `duty:screen.weekday.d${weekday + 1}`)
  const kind =
    shift.dayName && shift.kind === 'work' ? say(locale, 'duty:screen.kind.make_up') : shift.dayName
  return [shift.day, short, kind].filter(Boolean).join(' ')
}

/** Times of one name that have columns of their own; with more, every shift takes a line. */
const mostColumns = 4

/**
 * Shifts as a table for a wall: a line a day with a column for each shift, so that a month is read at a glance; the leading
 * cadre, who mostly stays the same all day, in one column.
 */
function wallTable(locale: Locale, shifts: readonly ShiftRow[], clock: (at: Date) => string): Block {
  const w = (key: string) => say(locale, `duty:screen.${key}`)
  const codes = [...new Set(shifts.map((s) => s.code))]
  const people = (s: ShiftRow) =>
    [
      named(s, 'duty', true),
      s.people.some((p) => p.role === 'deputy') ? `${w('role.deputy')} ${named(s, 'deputy', true)}` : '',
    ]
      .filter(Boolean)
      .join('\n')
  const span = (s: ShiftRow) => `${s.name} ${clock(s.from)}–${clock(s.to)}`
  const empty = w('print.empty')
  const leader = { label: w('role.leader'), width: 24 }
  if (codes.length > mostColumns)
    return {
      kind: 'table',
      columns: [
        { label: w('field.day'), width: 26 },
        { label: w('field.shift'), width: 26 },
        leader,
        { label: w('role.duty'), width: 28 },
      ],
      rows: shifts.map((s) => [dayText(locale, s), span(s), named(s, 'leader', true), people(s)]),
      empty,
    }
  return {
    kind: 'table',
    columns: [
      { label: w('field.day'), width: 26 },
      leader,
      ...codes.map((code) => ({ label: span(shifts.find((s) => s.code === code)!), width: 28 })),
    ],
    rows: [...Map.groupBy(shifts, (s) => s.day).values()].map((day) => [
      dayText(locale, day[0]!),
      [...new Set(day.map((s) => named(s, 'leader', true)))].join('\n'),
      ...codes.map((code) =>
        day
          .filter((s) => s.code === code)
          .map(people)
          .join('\n'),
      ),
    ]),
    empty,
  }
}

/** A roster to hang on the wall: shifts with people and numbers, then everybody's number. @throws duty.not_found (404) */
export async function printRosterVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.printRoster>,
): Promise<Download> {
  const { team, roster } = await accessRoster(db, actor, input.id)
  const [shifts, members, calendar, now, periods] = await Promise.all([
    selectShifts(db, ofRoster(roster.id), { limit: 5000 }),
    selectMembers(db, team.id),
    calendarOf(db, team),
    dbNow(db),
    periodsOf(db, [team], roster.fromDay, roster.toDay),
  ])
  const { locale } = actor
  const w = (key: string, params: Record<string, string | number> = {}) =>
    say(locale, `duty:screen.${key}`, params)
  const zone = zoneOf(calendar.spec.zone)
  const clock = (at: Date) => new Date(zone.local(at.getTime())).toISOString().slice(11, 16)
  const title = w('print.title', { team: team.name })
  const stamp = new Date(zone.local(now.getTime())).toISOString().slice(0, 16).replace('T', ' ')
  const document: PrintDocument = {
    title,
    org: team.org.name,
    number: `${roster.fromDay} – ${roster.toDay}`,
    locale,
    paper: input.paper,
    createdAt: now,
    footer: w('print.footer', { at: stamp, by: actor.name }),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: w('field.phone'), value: team.phone || '—' },
          { label: w('field.place'), value: team.place || '—' },
          {
            label: w('print.revision'),
            value:
              roster.state === 'draft' ? w('state.draft') : w('print.revision_of', { n: roster.revision }),
          },
          { label: w('print.shifts'), value: String(shifts.length) },
          ...periods.map((one) => ({
            label: w(`level.${one.level}`),
            value: [`${one.name} ${one.fromDay} – ${one.toDay}`, one.rules].filter(Boolean).join('\n'),
            wide: true,
          })),
        ],
      },
      wallTable(locale, shifts, clock),
      {
        kind: 'table',
        title: w('print.numbers'),
        columns: [
          { label: w('field.person'), width: 30 },
          { label: w('field.phone'), width: 40 },
          { label: w('field.leader'), width: 30 },
        ],
        rows: members.map((m) => [
          m.person.name,
          m.phone || m.ownPhone || '—',
          m.leader ? w('print.leads') : '',
        ]),
      },
    ],
  }
  return {
    content: await renderPdf(document),
    type: 'application/pdf',
    fileName: `${title} ${roster.fromDay}.pdf`,
  }
}

/** The roster as a table that `duty.roster.import` takes again. @throws duty.not_found (404) */
export async function exportRosterVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.exportRoster>,
): Promise<Download> {
  const { team, roster } = await accessRoster(db, actor, input.id)
  const shifts = await selectShifts(db, ofRoster(roster.id), { limit: 5000 })
  const { locale } = actor
  async function* rows(): AsyncGenerator<StreamCell[][]> {
    yield [sheetColumns.map((one) => one.headings[locale === 'en' ? 1 : 0])]
    yield shifts.map((s) => [
      team.name,
      s.day,
      s.name,
      named(s, 'leader', false),
      named(s, 'duty', false),
      named(s, 'deputy', false),
    ])
  }
  const name = `${say(locale, 'duty:screen.print.title', { team: team.name })} ${roster.fromDay}`
  return input.format === 'csv'
    ? { content: streamCsv(rows()), type: 'text/csv; charset=utf-8', fileName: `${name}.csv` }
    : {
        content: streamXlsx(name.slice(0, 31), rows()),
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        fileName: `${name}.xlsx`,
      }
}
