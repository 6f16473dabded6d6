export default { page: { overview: 'Norms' } }
