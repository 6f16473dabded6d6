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
