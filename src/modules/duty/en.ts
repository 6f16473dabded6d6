import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    not_found: 'There is no such duty record, or you may not see it.',
    version_stale: 'Somebody changed this meanwhile (now version {{version}}); refresh and try again.',
  },
  permission: { 'duty.read': 'See duty rosters', 'duty.manage': 'Make duty rosters' },
  self: 'Duty',
} satisfies Translation<typeof zh>
