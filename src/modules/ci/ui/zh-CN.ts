export default {
  page: { list: '配置项' },
}
