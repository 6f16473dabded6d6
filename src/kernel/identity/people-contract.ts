import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '../http/endpoint.ts'
import { Email, Phone } from './me-contract.ts'

const State = z.enum(['inactive', 'active', 'disabled'])
const Kind = z.enum(['person', 'machine'])

/** A person or machine account. New ones are inactive until the security administrator activates them. */
export const Person = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  kind: Kind,
  orgId: z.uuid(),
  orgName: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  title: z.string().nullable(),
  state: State,
  /** has chosen a password */
  passwordSet: z.boolean(),
  secondFactor: z.boolean(),
  createdBy: z.string().nullable(),
  activatedBy: z.string().nullable(),
  recordedAt: when,
  lastSeenAt: when.nullable(),
  roles: z.array(
    z.object({ key: z.string(), name: z.string(), nameEn: z.string(), post: z.string().nullable() }),
  ),
  version: z.number(),
  /** what the caller may do with this account now */
  abilities: z.array(z.string()),
})

/** A link that is opened once by its holder, who sets the password there. Shown this once and kept nowhere. */
export const OneTimeLink = z.object({ token: z.string(), expiresAt: when })

export const listPeople = endpoint({
  name: 'people.list',
  method: 'GET',
  path: '/people',
  permission: 'people.read',
  query: z.strictObject({
    ...pageQuery,
    q: text(100).optional(),
    /** this org and all below it */
    orgId: z.uuid().optional(),
    state: State.optional(),
  }),
  response: pageOf(Person),
  summary: 'People and accounts 人员账号',
})

export const getPerson = endpoint({
  name: 'people.get',
  method: 'GET',
  path: '/people/{id}',
  permission: 'people.read',
  params: idParams,
  response: Person,
  summary: 'One account 账号详情',
})

export const lookupPeople = endpoint({
  name: 'people.lookup',
  method: 'GET',
  path: '/people/lookup',
  permission: 'people.lookup',
  query: z.strictObject({ q: text(100), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        login: z.string(),
        name: z.string(),
        orgId: z.uuid(),
        orgName: z.string(),
        /** for those who call people back */
        phone: z.string().nullable(),
      }),
    ),
  }),
  summary: 'Pick an active person by name, login or phone 选择人员',
})

const fields = {
  name: text(50),
  orgId: z.uuid(),
  phone: Phone.nullable(),
  email: Email.nullable(),
  title: text(50).nullable(),
}

export const createPerson = endpoint({
  name: 'people.create',
  method: 'POST',
  path: '/people',
  permission: 'people.manage',
  body: z.strictObject({
    login: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9][a-z0-9._-]{1,49}$/),
    kind: Kind.default('person'),
    name: fields.name,
    orgId: fields.orgId,
    phone: fields.phone.optional(),
    email: fields.email.optional(),
    title: fields.title.optional(),
  }),
  /** `link` for the holder to set the password; null for a machine. Not idempotent: answers with secrets are not kept. */
  response: Person.extend({ link: OneTimeLink.nullable() }),
  status: 201,
  summary: 'Make an account, inactive 新建账号（未启用）',
})

export const editPerson = endpoint({
  name: 'people.edit',
  method: 'PATCH',
  path: '/people/{id}',
  permission: 'people.manage',
  params: idParams,
  body: z.strictObject({
    name: fields.name.optional(),
    orgId: fields.orgId.optional(),
    phone: fields.phone.optional(),
    email: fields.email.optional(),
    title: fields.title.optional(),
  }),
  response: Person,
  ifMatch: true,
  summary: 'Change an account’s data 修改账号资料',
})

const move = <const N extends string, const V extends string, const P extends string>(
  name: N,
  verb: V,
  permission: P,
  summary: string,
) =>
  endpoint({
    name,
    method: 'POST',
    path: `/people/{id}/moves/${verb}`,
    permission,
    params: idParams,
    response: Person,
    ifMatch: true,
    summary,
  })

export const activatePerson = move(
  'people.activate',
  'activate',
  'people.activate',
  'Activate an account 启用账号',
)
export const disablePerson = move(
  'people.disable',
  'disable',
  'people.activate',
  'Disable an account 停用账号',
)
export const resetSecondFactor = move(
  'people.reset-second-factor',
  'reset-second-factor',
  'people.reset-second-factor',
  'Take a lost second factor away 重置动态口令',
)

export const requirePasswordChange = move(
  'people.require-password-change',
  'require-password-change',
  'people.activate',
  'Demand a new password at the next request 要求修改密码',
)

export const resetPassword = endpoint({
  name: 'people.reset-password',
  method: 'POST',
  path: '/people/{id}/moves/reset-password',
  permission: 'people.manage',
  params: idParams,
  response: Person.extend({ link: OneTimeLink.nullable() }),
  ifMatch: true,
  summary: 'Give a new one-time link; the account waits for activation again 重置密码',
})
