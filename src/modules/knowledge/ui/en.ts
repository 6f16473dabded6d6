import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  page: { list: 'Knowledge', record: 'Article', edit: 'Write an article' },
} satisfies Translation<typeof zh>
