export default { page: { catalogue: '服务目录' } }
