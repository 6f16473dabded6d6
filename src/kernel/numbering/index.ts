export { dayIn } from './format.ts'
export { nextNumber } from './store.ts'
