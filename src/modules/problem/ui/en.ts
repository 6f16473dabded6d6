import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  page: { list: 'Problems', record: 'Problem', proposals: 'Problem proposals' },
} satisfies Translation<typeof zh>
