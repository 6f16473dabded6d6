export default { page: { requests: '服务请求' } }
