export default {
  page: { list: 'Configuration items' },
}
