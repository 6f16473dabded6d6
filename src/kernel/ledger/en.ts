import type { Translation } from '../http/translation.ts'
import ui from './ui/en.ts'
import type zh from './zh-CN.ts'

export default {
  ...ui,
  self: 'Ledgers',
  error: {
    range_backwards: 'The end is before the start.',
    values_or_move: 'A bulk action sets values or makes a move, one of the two.',
  },
} satisfies Translation<typeof zh>
