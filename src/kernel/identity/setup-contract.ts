import { z } from 'zod'
import { endpoint, text, when } from '../http/endpoint.ts'
import { Code, Password } from './me-contract.ts'
import { OneTimeLink } from './people-contract.ts'

export const about = endpoint({
  name: 'identity.about',
  method: 'GET',
  path: '/about',
  permission: 'public',
  response: z.object({
    product: z.string(),
    version: z.string(),
    unitName: z.string(),
    /** the first run is still to be done */
    setupNeeded: z.boolean(),
    /** sample data and the demo password, which works here only */
    demo: z.boolean(),
    /** every time on the pages is shown in it, wherever the browser stands */
    timeZone: z.string(),
  }),
  summary: 'Product, version and unit 关于',
})

const administrator = z.strictObject({
  login: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9._-]{1,49}$/),
  name: text(50),
})

export const setUp = endpoint({
  name: 'identity.set-up',
  method: 'POST',
  path: '/setup',
  permission: 'public',
  body: z.strictObject({
    /** the one-time code that the server printed on its console */
    code: z.string().trim().min(1).max(50),
    unitName: text(100),
    administrators: z.strictObject({ system: administrator, security: administrator, audit: administrator }),
  }),
  response: z.object({ links: z.object({ system: OneTimeLink, security: OneTimeLink, audit: OneTimeLink }) }),
  status: 201,
  // a wrong code is counted although it is refused
  ownTransaction: true,
  summary: 'First run: name the unit and make the three administrators 首次设置',
})

const linkParams = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) })

export const openLink = endpoint({
  name: 'identity.open-link',
  method: 'GET',
  path: '/one-time-links/{token}',
  permission: 'public',
  params: linkParams,
  response: z.object({
    purpose: z.enum(['administrator', 'activation', 'reset']),
    login: z.string(),
    name: z.string(),
    unitName: z.string(),
    expiresAt: when,
    /** to be enrolled together with the password: required for the three administrators */
    secondFactor: z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() }).nullable(),
    policy: z.object({ minLength: z.number(), minClasses: z.number() }),
  }),
  summary: 'What a one-time link is for 查看一次性链接',
})

export const useLink = endpoint({
  name: 'identity.use-link',
  method: 'POST',
  path: '/one-time-links/{token}',
  permission: 'public',
  params: linkParams,
  body: z.strictObject({ password: Password, code: Code.optional() }),
  response: z.object({
    login: z.string(),
    /** false: the security administrator has yet to activate the account */
    active: z.boolean(),
  }),
  ownTransaction: true,
  summary: 'Set the password through a one-time link 使用一次性链接',
})

/** The rules of sign-in. Minutes and counts. */
export const SignInPolicy = z.object({
  passwordMinLength: z.int().min(8).max(64),
  passwordMinClasses: z.int().min(1).max(4),
  /** how many of the last passwords are not taken again; 0: any but the current one */
  passwordHistory: z.int().min(0).max(24),
  /** hours before a password is changed again of the own free will; 0: at once */
  passwordMinAgeHours: z.int().min(0).max(168),
  lockoutFailures: z.int().min(3).max(20),
  lockoutMinutes: z.int().min(1).max(1440),
  idleMinutes: z.int().min(5).max(720),
  administratorIdleMinutes: z.int().min(5).max(480),
  absoluteMinutes: z.int().min(15).max(1440),
})

export const getSignInPolicy = endpoint({
  name: 'identity.get-policy',
  method: 'GET',
  path: '/sign-in-policy',
  permission: 'identity.read-policy',
  response: SignInPolicy.extend({ version: z.number() }),
  summary: 'Rules of sign-in 登录策略',
})

export const editSignInPolicy = endpoint({
  name: 'identity.edit-policy',
  method: 'PATCH',
  path: '/sign-in-policy',
  permission: 'identity.manage-policy',
  body: z.strictObject(SignInPolicy.partial().shape),
  response: SignInPolicy.extend({ version: z.number() }),
  ifMatch: true,
  summary: 'Change the rules of sign-in 修改登录策略',
})
