import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  self: 'System (import)',
  error: {
    no_file: 'Cannot read the file "{{file}}".',
    not_readable: 'The file cannot be parsed: {{reason}}',
    not_this_format: 'This is no ServiceNow incident event log; columns missing: {{missing}}.',
    not_set_up: 'The installation has not been set up yet.',
  },
} satisfies Translation<typeof zh>
