import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    not_found: 'No such record, or you may not see it.',
    category_not_found: 'The category does not exist.',
    version_stale: 'Somebody changed the record meanwhile (now version {{version}}); reload and try again.',
  },
  permission: {
    'ticket.read-categories': 'Choose categories',
    'ticket.configure': 'Keep categories',
  },
  entity: {
    category: 'Category',
  },
  action: {
    'ticket.create-category': 'Created a category',
    'ticket.update-category': 'Changed a category',
  },
} satisfies Translation<typeof zh>
