import type { OrgNames } from '../org/index.ts'
import type { ImportPlan, ImportRow, Problem, SheetColumn } from '../sheet/index.ts'
import { createPerson } from './contract.ts'
import type { KnownPerson } from './store/import.ts'

export const peopleColumns: readonly SheetColumn[] = [
  { key: 'login', headings: ['登录名', 'Login', '账号', '用户名'], required: true },
  { key: 'name', headings: ['姓名', 'Name'], required: true },
  { key: 'org', headings: ['单位', 'Unit', '部门', '所属单位', '所在单位', '单位编码'], required: true },
  { key: 'phone', headings: ['电话', 'Phone', '手机', '手机号', '联系电话'] },
  { key: 'email', headings: ['邮箱', 'Email', '电子邮箱', '邮件地址'] },
  { key: 'title', headings: ['职务', 'Job title', '岗位'] },
]

interface Facts {
  name: string
  orgId: string
  phone?: string
  email?: string
  title?: string
}

/** What is to be done for one row. */
export type PersonStep =
  | { what: 'create'; login: string; facts: Facts }
  | { what: 'edit'; id: string; version: number; changes: Partial<Facts> }

const rules = createPerson.body.shape

/**
 * Compares a table with the accounts. A person is known by the login. An empty cell leaves what is there, so a table
 * never takes anything away. The rules are those of a single account. Pure.
 * @param known by login
 * @param selfId who imports: nobody changes the own account
 */
export function planPeople(
  rows: readonly ImportRow[],
  badLines: ReadonlySet<number>,
  known: ReadonlyMap<string, KnownPerson>,
  orgs: OrgNames,
  selfId: string | null,
): ImportPlan<PersonStep> {
  const plan: ImportPlan<PersonStep> = { steps: [], create: 0, update: 0, same: 0, problems: [] }
  const lines = new Map<string, number>()
  for (const row of rows) {
    const login = loginOf(row)
    const person = login === undefined ? undefined : known.get(login)
    const read = readRow(row, person, orgs)
    const other = login === undefined ? undefined : lines.get(login)
    if (other !== undefined) read.problems.push(problem(row, 'login', 'repeated_login', { other }))
    else if (login !== undefined) lines.set(login, row.line)
    const changes = person && changesOf(person, read.facts)
    if (person?.kind === 'machine') read.problems.push(problem(row, 'login', 'machine_account'))
    else if (person && person.id === selfId && Object.keys(changes!).length > 0)
      read.problems.push(problem(row, 'login', 'own_account'))
    plan.problems.push(...read.problems)
    if (read.problems.length > 0 || badLines.has(row.line)) continue
    if (!person) {
      plan.steps.push({ what: 'create', login: login!, facts: read.facts as Facts })
      plan.create++
    } else if (Object.keys(changes!).length === 0) plan.same++
    else {
      plan.steps.push({ what: 'edit', id: person.id, version: person.version, changes: changes! })
      plan.update++
    }
  }
  return plan
}

/** The login as it is kept: full-width letters and capitals become what they mean. */
export function loginOf(row: ImportRow): string | undefined {
  return row.values['login']?.normalize('NFKC').toLowerCase()
}

function problem(row: ImportRow, key: string, code: string, params: Problem['params'] = {}): Problem {
  return { row: row.line, key, value: row.values[key] ?? '', code, params }
}

function readRow(
  row: ImportRow,
  person: KnownPerson | undefined,
  orgs: OrgNames,
): { facts: Partial<Facts>; problems: Problem[] } {
  const problems: Problem[] = []
  const facts: Partial<Facts> = {}
  const wrong = (key: string, code: string, params: Problem['params'] = {}) =>
    void problems.push(problem(row, key, code, params))
  const login = loginOf(row)
  if (login === undefined) wrong('login', 'missing')
  else if (!rules.login.safeParse(login).success) wrong('login', 'bad_login')
  const { name, org, title } = row.values
  if (name === undefined) {
    if (!person) wrong('name', 'missing')
  } else if (rules.name.safeParse(name).success) facts.name = name
  else wrong('name', 'bad_name')
  if (org === undefined) {
    if (!person) wrong('org', 'missing')
  } else {
    const found = orgs.find(org)
    if (typeof found === 'number') wrong('org', 'ambiguous_org', { count: found })
    else if (!found) wrong('org', 'unknown_org')
    else if (!found.active && found.id !== person?.orgId) wrong('org', 'inactive_org')
    else facts.orgId = found.id!
  }
  const phone = row.values['phone']?.normalize('NFKC')
  if (phone !== undefined) {
    // stricter than the form: in a table a slipped column is the usual mistake
    if (rules.phone.safeParse(phone).success && /^(?=(?:\D*\d){3})[\d\s+\-()*#.,转/;]+$/.test(phone))
      facts.phone = phone
    else wrong('phone', 'bad_phone')
  }
  const email = row.values['email']?.normalize('NFKC')
  if (email !== undefined) {
    if (rules.email.safeParse(email).success) facts.email = email
    else wrong('email', 'bad_email')
  }
  if (title !== undefined) {
    if (rules.title.safeParse(title).success) facts.title = title
    else wrong('title', 'bad_title')
  }
  return { facts, problems }
}

function changesOf(person: KnownPerson, facts: Partial<Facts>): Partial<Facts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([key, value]) => person[key as keyof Facts] !== value),
  )
}
