export { dayIn, formatNumber } from './format.ts'
export { nextNumber } from './store.ts'
