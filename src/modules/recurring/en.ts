import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  self: 'System (recurring tickets)',
  error: {
    not_found: 'There is no such recurring ticket, or you may not see it.',
    version_stale: 'Somebody changed it meanwhile (now version {{version}}); reload and try again.',
    unknown_reference: 'What is referred to does not exist or is not yours to use ({{field}}).',
    never: 'The working calendar has no such day.',
    no_template: 'Its template was deleted; choose another one.',
  },
  permission: { 'recurring.read': 'See recurring tickets', 'recurring.manage': 'Keep recurring tickets' },
  entity: { recurring: 'Recurring ticket' },
  action: {
    'recurring.create': 'Scheduled a recurring ticket',
    'recurring.edit': 'Changed a recurring ticket',
    'recurring.delete': 'Deleted a recurring ticket',
  },
  page: {
    list: 'Recurring tickets',
    sub: 'Filed from a template when their time comes, each once. Days are those of the default working calendar.',
    empty: 'No recurring tickets yet',
    emptyHint: 'Such as the inspection on the first working day of the month at nine. Make a template first.',
  },
  create: 'New',
  edit: 'Edit',
  delete: 'Delete',
  deleteSure: 'Delete the recurring ticket "{{name}}"? What was filed stays.',
  saved: 'Saved',
  deleted: 'Deleted',
  field: {
    name: 'Name',
    template: 'Template',
    org: 'Unit',
    rule: 'When',
    active: 'Active',
    next: 'Next',
    last: 'Filed last',
  },
  state: {
    active: 'Active',
    paused: 'Paused',
    late: 'Late, being tried again',
    noTemplate: 'Template deleted',
  },
} satisfies Translation<typeof zh>
