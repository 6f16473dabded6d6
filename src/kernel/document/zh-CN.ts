export default { pageOf: '第 {{page}} 页 / 共 {{pages}} 页' }
