import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default { pageOf: 'Page {{page}} of {{pages}}' } satisfies Translation<typeof zh>
