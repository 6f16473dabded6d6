import { z } from 'zod'
import { endpoint, idParams, text, when } from '../http/endpoint.ts'

/** A password as typed; its rules are the sign-in policy's. */
export const Password = z.string().min(1).max(128)
/** A code of the second factor (RFC 6238, six digits). */
export const Code = z
  .string()
  .trim()
  .regex(/^\d{6}$/)
export const Phone = text(30)
export const Email = z.email().max(200)
export const Locale = z.enum(['zh-CN', 'en'])
const Done = z.object({})

/** Who is signed in and what they may do. */
export const Me = z.object({
  person: z.object({
    id: z.uuid(),
    login: z.string(),
    name: z.string(),
    kind: z.enum(['person', 'machine']),
    orgId: z.uuid(),
    orgName: z.string(),
    title: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
  }),
  permissions: z.array(z.string()),
  /** one of the three exclusive posts 三员 */
  post: z.enum(['system', 'security', 'audit']).nullable(),
  locale: Locale,
  /** what has to be done before anything else */
  restricted: z.enum(['password', 'second-factor']).nullable(),
  secondFactor: z.boolean(),
  groups: z.array(z.object({ id: z.uuid(), name: z.string() })),
})

export const signIn = endpoint({
  name: 'identity.sign-in',
  method: 'POST',
  path: '/session',
  permission: 'public',
  body: z.strictObject({ login: text(50).toLowerCase(), password: Password, code: Code.optional() }),
  response: Me,
  // failed attempts are counted and audited although they are refused, and hashing must hold no connection
  ownTransaction: true,
  summary: 'Sign in 登录',
})

export const signOut = endpoint({
  name: 'identity.sign-out',
  method: 'DELETE',
  path: '/session',
  permission: 'public',
  response: Done,
  // audited when there was a session to end; without one there is nothing to tell
  audited: false,
  summary: 'Sign out 退出',
})

export const getMe = endpoint({
  name: 'identity.me',
  method: 'GET',
  path: '/me',
  permission: 'signed-in',
  response: Me,
  summary: 'Who is signed in 当前用户',
})

export const editMe = endpoint({
  name: 'identity.edit-me',
  method: 'PATCH',
  path: '/me',
  permission: 'signed-in',
  body: z.strictObject({
    locale: Locale.optional(),
    phone: Phone.nullable().optional(),
    email: Email.nullable().optional(),
  }),
  response: Me,
  summary: 'Change own language, phone and mail 修改个人设置',
})

export const changePassword = endpoint({
  name: 'identity.change-password',
  method: 'POST',
  path: '/me/password',
  permission: 'signed-in',
  body: z.strictObject({ current: Password, next: Password }),
  response: Done,
  ownTransaction: true,
  summary: 'Change own password 修改密码',
})

export const startSecondFactor = endpoint({
  name: 'identity.start-second-factor',
  method: 'POST',
  path: '/me/second-factor',
  permission: 'signed-in',
  body: z.strictObject({ password: Password }),
  response: z.object({
    /** base32, to be typed where no picture can be scanned */
    secret: z.string(),
    uri: z.string(),
    qrSvg: z.string(),
  }),
  ownTransaction: true,
  summary: 'Start enrolling a second factor 绑定动态口令',
})

export const confirmSecondFactor = endpoint({
  name: 'identity.confirm-second-factor',
  method: 'POST',
  path: '/me/second-factor/confirm',
  permission: 'signed-in',
  body: z.strictObject({ code: Code }),
  response: Done,
  summary: 'Confirm the second factor with a code 确认动态口令',
})

export const removeSecondFactor = endpoint({
  name: 'identity.remove-second-factor',
  method: 'POST',
  path: '/me/second-factor/remove',
  permission: 'signed-in',
  body: z.strictObject({ password: Password }),
  response: Done,
  ownTransaction: true,
  summary: 'Give up the own second factor 解除动态口令',
})

export const Session = z.object({
  id: z.uuid(),
  createdAt: when,
  lastSeenAt: when,
  expiresAt: when,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
})

export const listSessions = endpoint({
  name: 'identity.list-sessions',
  method: 'GET',
  path: '/me/sessions',
  permission: 'signed-in',
  response: z.object({ items: z.array(Session) }),
  summary: 'Own live sessions 登录会话',
})

export const revokeSession = endpoint({
  name: 'identity.revoke-session',
  method: 'DELETE',
  path: '/me/sessions/{id}',
  permission: 'signed-in',
  params: idParams,
  response: Done,
  summary: 'End one of the own sessions 注销会话',
})

export const ApiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  /** null: all that the owner may do */
  scopes: z.array(z.string()).nullable(),
  createdAt: when,
  expiresAt: when,
  lastUsedAt: when.nullable(),
})

export const listTokens = endpoint({
  name: 'identity.list-tokens',
  method: 'GET',
  path: '/me/tokens',
  permission: 'signed-in',
  response: z.object({ items: z.array(ApiToken) }),
  summary: 'Own API tokens 接口令牌',
})

export const createToken = endpoint({
  name: 'identity.create-token',
  method: 'POST',
  path: '/me/tokens',
  permission: 'signed-in',
  body: z.strictObject({
    name: text(100),
    hours: z.int().min(1).max(8784),
    scopes: z.array(text(100)).min(1).max(200).optional(),
  }),
  /** `token` is shown this once and kept nowhere */
  response: ApiToken.extend({ token: z.string() }),
  status: 201,
  summary: 'Make an API token 新建接口令牌',
})

export const revokeToken = endpoint({
  name: 'identity.revoke-token',
  method: 'DELETE',
  path: '/me/tokens/{id}',
  permission: 'signed-in',
  params: idParams,
  response: Done,
  summary: 'Revoke an own API token 吊销接口令牌',
})

/** All that a session with a pending password change or enrolment may reach. */
export const allowedWhileRestricted = [getMe, signOut, changePassword, startSecondFactor, confirmSecondFactor]
