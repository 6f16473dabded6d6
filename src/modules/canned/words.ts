/** With whom an answer or a template is shared: nobody, a support group, an org and all below it. */
export const shares = ['personal', 'group', 'org'] as const
export type Share = (typeof shares)[number]

/** What an answer may name; each is filled in from the ticket it is used on. */
export const answerVariables = [
  'ticket.number',
  'ticket.title',
  'requester.name',
  'owner.name',
  'group.name',
  'service.name',
  'org.name',
  'due',
  'me.name',
  'today',
] as const

/** What a template may name: there is no ticket yet. */
export const templateVariables = ['me.name', 'today', 'month'] as const
