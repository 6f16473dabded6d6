export { dayIn } from './format.ts'
export { nextNumber, nextNumberToday } from './store.ts'
