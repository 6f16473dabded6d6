import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default { page: { requests: 'Requests' } } satisfies Translation<typeof zh>
