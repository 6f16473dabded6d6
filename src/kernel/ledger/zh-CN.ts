import ui from './ui/zh-CN.ts'

export default {
  ...ui,
  self: '台账',
  error: {
    range_backwards: '结束不能早于开始。',
    values_or_move: '批量操作须指明修改内容或操作其中之一。',
  },
}
