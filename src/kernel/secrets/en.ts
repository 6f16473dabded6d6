import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  entity: { sealing_key: 'Sealing key' },
  action: { 'secrets.rotate': 'Rotated the sealing key' },
} satisfies Translation<typeof zh>
