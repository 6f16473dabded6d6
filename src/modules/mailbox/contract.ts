import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { outcomes, purposes, strangerPolicies, tlsModes } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

/** A host name or an address, nothing that could be read as something else. */
const Host = text(253).regex(/^[a-z0-9:](?:[a-z0-9.:_-]*[a-z0-9])?$/i, 'host')

/** How to reach a mailbox. */
const Server = {
  host: Host,
  port: z.int().min(1).max(65535),
  tls: z.enum(tlsModes),
  /** certificates (PEM) of the authority that signed the server's certificate; null: the system's */
  ca: text(20_000, 0).nullable().default(null),
  login: text(200),
  /** absent: the one that is kept, as long as it stays with the same server and login */
  secret: z.string().min(1).max(500).optional(),
  folder: text(200).default('INBOX'),
}

export const MailboxBody = z.strictObject({
  name: text(100),
  address: z.email().max(200),
  ...Server,
  purpose: z.enum(purposes).default('tickets'),
  serviceId: z.uuid().nullable().default(null),
  orgId: z.uuid(),
  unknownSender: z.enum(strangerPolicies),
  resolvedReply: z.enum(['reopen', 'comment']),
  closedReply: z.enum(['new', 'comment']),
  acknowledge: z.boolean(),
  hourlyLimit: z.int().min(1).max(10_000),
  maxMb: z.int().min(1).max(1024),
  active: z.boolean(),
})

/** A mailbox and how its intake stands. The secret never leaves the server. */
export const Mailbox = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  host: z.string(),
  port: z.number(),
  tls: z.enum(tlsModes),
  ca: z.string().nullable(),
  login: z.string(),
  folder: z.string(),
  purpose: z.enum(purposes),
  service: Ref.nullable(),
  org: Ref,
  unknownSender: z.enum(strangerPolicies),
  resolvedReply: z.enum(['reopen', 'comment']),
  closedReply: z.enum(['new', 'comment']),
  acknowledge: z.boolean(),
  hourlyLimit: z.number(),
  maxMb: z.number(),
  since: when.nullable(),
  active: z.boolean(),
  version: z.number(),
  checkedAt: when.nullable(),
  error: z.string().nullable(),
  failingSince: when.nullable(),
  taken: z.number(),
  quarantined: z.number(),
})

export const listMailboxes = endpoint({
  name: 'mailbox.list',
  method: 'GET',
  path: '/mailboxes',
  permission: 'mailbox.configure',
  response: z.object({ items: z.array(Mailbox), smtp: z.boolean() }),
  summary: 'Mailboxes that mail is taken in from 收信邮箱列表',
})

export const createMailbox = endpoint({
  name: 'mailbox.create',
  method: 'POST',
  path: '/mailboxes',
  permission: 'mailbox.configure',
  body: MailboxBody.extend({
    secret: z.string().min(1).max(500),
    /** true: what lies in the folder already is taken in as well */
    takeExisting: z.boolean().default(false),
  }),
  response: Mailbox,
  status: 201,
  idempotent: true,
  summary: 'Add a mailbox 新增收信邮箱',
})

export const updateMailbox = endpoint({
  name: 'mailbox.update',
  method: 'PUT',
  path: '/mailboxes/{id}',
  permission: 'mailbox.configure',
  params: idParams,
  body: MailboxBody,
  response: Mailbox,
  ifMatch: true,
  summary: 'Change a mailbox 修改收信邮箱',
})

export const tryMailbox = endpoint({
  name: 'mailbox.try',
  method: 'POST',
  path: '/mailboxes/try',
  permission: 'mailbox.configure',
  body: z.strictObject({ ...Server, id: z.uuid().optional() }),
  response: z.object({
    ok: z.boolean(),
    /** what the server or the network said */
    error: z.string().nullable(),
    folders: z.array(z.string()),
    messages: z.number().nullable(),
    idle: z.boolean(),
  }),
  ownTransaction: true,
  summary: 'Try the connection to a mailbox 测试连接',
})

export const mailboxServices = endpoint({
  name: 'mailbox.services',
  method: 'GET',
  path: '/mailboxes/services',
  permission: 'mailbox.configure',
  response: z.object({ items: z.array(Ref) }),
  summary: 'Systems that a mailbox can file tickets for 可选系统',
})

/** A part that did not become an attachment. */
export const LostPart = z.object({ name: z.string(), type: z.string(), reason: z.string() })

export const MailLine = z.object({
  id: z.string(),
  mailbox: Ref,
  sender: z.string().nullable(),
  senderName: z.string(),
  subject: z.string(),
  sentAt: when.nullable(),
  receivedAt: when,
  size: z.number(),
  outcome: z.enum(outcomes),
  reason: z.string().nullable(),
  /** readable, in the language of the caller */
  reasonText: z.string(),
  detail: z.string().nullable(),
  ticket: z.object({ id: z.string(), number: z.string() }).nullable(),
  /** its source can be downloaded, and it can be tried again */
  hasSource: z.boolean(),
  version: z.number(),
})

export const listMails = endpoint({
  name: 'mailbox.mails',
  method: 'GET',
  path: '/mails',
  permission: 'mailbox.quarantine',
  query: z.strictObject({
    ...pageQuery,
    outcome: z.enum(outcomes).optional(),
    mailboxId: z.uuid().optional(),
    sender: z.string().trim().max(200).optional(),
  }),
  response: pageOf(MailLine),
  summary: 'Mails taken in, newest first 来信列表',
})

export const getMail = endpoint({
  name: 'mailbox.mail',
  method: 'GET',
  path: '/mails/{id}',
  permission: 'mailbox.quarantine',
  params: idParams,
  response: MailLine.extend({ words: z.string(), lost: z.array(LostPart) }),
  summary: 'One mail with its words 来信正文',
})

export const mailSource = endpoint({
  name: 'mailbox.source',
  method: 'GET',
  path: '/mails/{id}/source',
  permission: 'mailbox.quarantine',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'The mail as it came 下载原始邮件',
})

export const retryMail = endpoint({
  name: 'mailbox.retry',
  method: 'POST',
  path: '/mails/{id}/moves/retry',
  permission: 'mailbox.quarantine',
  params: idParams,
  /** `anyway`: the rules that held it back do not count */
  body: z.strictObject({ anyway: z.boolean() }),
  response: MailLine,
  ifMatch: true,
  ownTransaction: true,
  summary: 'Take a quarantined mail in again 重新处理隔离邮件',
})

export const discardMail = endpoint({
  name: 'mailbox.discard',
  method: 'POST',
  path: '/mails/{id}/moves/discard',
  permission: 'mailbox.quarantine',
  params: idParams,
  body: z.strictObject({ reason: text(500, 2) }),
  response: MailLine,
  ifMatch: true,
  summary: 'Discard a quarantined mail 丢弃隔离邮件',
})

/** A mail of an incident, in or out. */
export const IncidentMail = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  at: when,
  /** who wrote it, or to whom it goes */
  name: z.string(),
  address: z.string(),
  subject: z.string(),
  words: z.string(),
  /** in: what became of it; out: due, sending, sent, failed, none, bounced */
  state: z.string(),
  error: z.string().nullable(),
  automatic: z.boolean(),
  lost: z.array(LostPart),
  hasSource: z.boolean(),
})

export const incidentMails = endpoint({
  name: 'mailbox.incident-mails',
  method: 'GET',
  path: '/incidents/{id}/mails',
  permission: 'incident.work',
  params: idParams,
  response: z.object({ items: z.array(IncidentMail) }),
  summary: 'Mails of an incident 邮件往来',
})

export const incidentMailSource = endpoint({
  name: 'mailbox.incident-source',
  method: 'GET',
  path: '/incidents/{id}/mails/{mailId}/source',
  permission: 'incident.work',
  params: z.strictObject({ id: z.uuid(), mailId: z.uuid() }),
  response: z.unknown(),
  download: true,
  summary: 'A mail of an incident as it came 下载工单的原始邮件',
})
