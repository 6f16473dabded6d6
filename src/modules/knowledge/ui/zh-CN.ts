export default {
  page: { list: '知识库', record: '知识', edit: '编写知识' },
}
