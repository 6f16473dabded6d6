export const lineStates = [
  'approval',
  'returned',
  'working',
  'done',
  'rejected',
  'withdrawn',
  'cancelled',
] as const
export type LineState = (typeof lineStates)[number]
export const approvalFacts = ['none', 'running', 'returned', 'approved', 'rejected'] as const
export type ApprovalFact = (typeof approvalFacts)[number]
export const taskStates = ['waiting', 'open', 'returned', 'done', 'cancelled'] as const
export type TaskState = (typeof taskStates)[number]
export const requestStates = ['approval', 'returned', 'working', 'done', 'closed', 'cancelled'] as const
export type RequestState = (typeof requestStates)[number]
/** Ways by which a request comes; all but the portal are those of staff who ask for somebody. */
export const channels = ['portal', 'phone', 'mail', 'visit', 'api'] as const
/** Which tasks a queue shows. */
export const queues = ['mine', 'group', 'free', 'overdue', 'all'] as const
