import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default { page: { list: 'Changes' } } satisfies Translation<typeof zh>
