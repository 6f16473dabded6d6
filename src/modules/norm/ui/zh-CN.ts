export default { page: { overview: '规范与符合性' } }
