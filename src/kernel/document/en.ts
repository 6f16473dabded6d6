import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  pageOf: 'Page {{page}} of {{pages}}',
  table: 'Table',
  chart: 'Figure',
  unit: 'Unit: {{unit}}',
} satisfies Translation<typeof zh>
