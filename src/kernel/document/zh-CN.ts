export default {
  pageOf: '第 {{page}} 页 / 共 {{pages}} 页',
  table: '表',
  chart: '图',
  unit: '单位：{{unit}}',
}
