export default { page: { list: '变更' } }
