import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download, type Upload } from '#kernel/http/index.ts'
import { readDate } from '#kernel/ledger/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import {
  checkImport,
  importTemplate,
  runImport,
  type ImportPlan,
  type ImportRow,
  type ImportTable,
  type SheetColumn,
  type SheetImport,
} from '#kernel/sheet/index.ts'
import type { rosterImport } from './contract.ts'
import { teamAbilities, visibleTeams } from './policy.ts'
import { revise } from './revise.ts'
import { auditChange } from './rosters.ts'
import { findRoster, setPlaces, type Place } from './store/rosters.ts'
import { ofTeamBetween, selectShifts, type ShiftRow } from './store/shifts.ts'
import { selectMembers, selectTeams, type TeamRow } from './store/teams.ts'
import { dayAfter } from './issues.ts'
import type { DutyRole } from './words.ts'

export const sheetColumns = [
  { key: 'team', headings: ['值班组', 'Team'], required: true },
  { key: 'day', headings: ['日期', 'Day'], required: true },
  { key: 'shift', headings: ['班次', 'Shift'], required: true },
  { key: 'leader', headings: ['带班领导', 'Leading cadre', '带班'] },
  { key: 'duty', headings: ['值班人员', 'On duty', '值班'], required: true },
  { key: 'deputy', headings: ['备班人员', 'Deputy', '备班'] },
] as const satisfies readonly SheetColumn[]

const roles = ['leader', 'duty', 'deputy'] as const satisfies readonly DutyRole[]

interface Step {
  team: TeamRow
  rosterId: string
  places: Place[]
}

interface Known {
  team: TeamRow
  /** ids of members by name; two of one name cannot be told apart */
  members: Map<string, string[]>
  shifts: Map<string, ShiftRow>
}

/** Teams of the caller that the table names, each with the shifts between its first and last day. */
async function knownOf(db: Db, actor: Actor, rows: readonly ImportRow[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>()
  const days = rows.flatMap((row) => readDate(row.values['day'] ?? '') ?? []).toSorted()
  const named = new Set(rows.map((row) => row.values['team']))
  for (const team of await selectTeams(db, visibleTeams(actor), { activeOnly: true })) {
    if (!named.has(team.name) || !teamAbilities(actor, team).includes('roster')) continue
    const members = new Map<string, string[]>()
    for (const { person } of await selectMembers(db, team.id))
      members.set(person.name, [...(members.get(person.name) ?? []), person.id])
    const shifts = new Map<string, ShiftRow>()
    if (days.length > 0)
      for (const shift of await selectShifts(db, ofTeamBetween(team.id, days[0]!, dayAfter(days.at(-1)!)), {
        limit: 5000,
      })) {
        shifts.set(`${shift.day} ${shift.name}`, shift)
        shifts.set(`${shift.day} ${shift.code}`, shift)
      }
    known.set(team.name, { team, members, shifts })
  }
  return known
}

async function planOf(db: Db, actor: Actor, table: ImportTable): Promise<ImportPlan<Step>> {
  const plan: ImportPlan<Step> = { steps: [], create: 0, update: 0, same: 0, problems: [] }
  const known = await knownOf(db, actor, table.rows)
  const seen = new Set<string>()
  for (const row of table.rows) {
    if (table.badLines.has(row.line)) continue
    const before = plan.problems.length
    const problem = (key: string, code: string) =>
      plan.problems.push({ row: row.line, key, value: row.values[key] ?? '', code: `duty:problem.${code}` })
    const step = stepOf(known, row, problem)
    if (!step || plan.problems.length > before) continue
    if (seen.has(step.shift.shiftId)) problem('shift', 'twice')
    else if (step.places.length === 0) plan.same++
    else {
      plan.steps.push({ team: step.team, rosterId: step.shift.rosterId, places: step.places })
      plan.update++
    }
    seen.add(step.shift.shiftId)
  }
  return plan
}

/** The places of a row that differ from what is there; an absent column leaves its role as it is. */
function stepOf(
  all: ReadonlyMap<string, Known>,
  row: ImportRow,
  problem: (key: string, code: string) => void,
): { team: TeamRow; shift: ShiftRow; places: Place[] } | undefined {
  const known = all.get(row.values['team'] ?? '')
  if (!known) return void problem('team', 'team')
  const day = readDate(row.values['day'] ?? '')
  if (!day) return void problem('day', 'day')
  const shift = known.shifts.get(`${day} ${row.values['shift'] ?? ''}`)
  if (!shift) return void problem('shift', 'shift')
  const places: Place[] = []
  for (const role of roles) {
    const there = shift.people.filter((p) => p.role === role)
    const text = row.values[role] ?? ''
    // an empty cell of the two that may be missing leaves what is there
    if (text === '' && role !== 'duty') continue
    const names = [...new Set(text.split(/[、,，;；/\s]+/).filter(Boolean))]
    const ids = names.map((name) => {
      const own = known.members.get(name) ?? there.filter((p) => p.name === name).map((p) => p.personId)
      if (own.length !== 1) problem(role, own.length > 1 ? 'ambiguous' : 'person')
      return own[0] ?? ''
    })
    const same =
      ids.toSorted().join() ===
      there
        .map((p) => p.personId)
        .toSorted()
        .join()
    if (!same) places.push({ shiftId: shift.shiftId, role, people: ids })
  }
  return { team: known.team, shift, places }
}

async function take(tx: Tx, actor: Actor, steps: readonly Step[]): Promise<void> {
  const byRoster = Map.groupBy(steps, (step) => step.rosterId)
  // in one order, so that two imports wait for each other and do not block each other
  for (const [rosterId, own] of [...byRoster].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { team } = own[0]!
    await selectTeams(tx, visibleTeams(actor), { id: team.id, lock: true })
    const roster = (await findRoster(tx, rosterId, true))!
    const reason = say('zh-CN', 'duty:screen.import.reason')
    const changes = await revise(tx, actor, roster, { why: 'import', reason }, () =>
      setPlaces(
        tx,
        own.flatMap((step) => step.places),
        'import',
      ),
    )
    await auditChange(tx, actor, 'duty.import-roster', team, roster, changes, reason)
  }
}

const spec: SheetImport<Step> = {
  columns: sheetColumns,
  anyHeading: true,
  sheetNames: ['值班表', 'Roster'],
  templateName: (locale) => say(locale, 'duty:screen.import.template'),
  explain: (locale, key) => say(locale, `duty:screen.import.explain.${key}`),
  plan: planOf,
  lock: async () => undefined,
  take,
  audit: { action: 'duty.import-roster', entity: 'duty-roster' },
}

export async function rosterTemplateVerb(
  _db: Db,
  actor: Actor,
  input: Input<(typeof rosterImport)['template']>,
): Promise<Download> {
  return importTemplate(actor, spec, input.format)
}

/** What an import would do; writes nothing. @throws sheet.… (413, 422) for what is no table */
export const checkRosterImportVerb = (
  db: Db,
  actor: Actor,
  input: Input<(typeof rosterImport)['check']> & { upload: Upload },
): Promise<Output<(typeof rosterImport)['check']>> => checkImport(db, actor, spec, input.upload)

/** People of shifts that exist, of drafts and published rosters. @throws see `runImport` */
export const importRosterVerb = (
  db: Db,
  actor: Actor,
  input: Input<(typeof rosterImport)['take']> & { upload: Upload },
): Promise<Output<(typeof rosterImport)['take']>> => runImport(db, actor, spec, input)
