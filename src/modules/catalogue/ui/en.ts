import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default { page: { catalogue: 'Service catalogue' } } satisfies Translation<typeof zh>
