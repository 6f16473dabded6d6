export { ui } from './zh-CN.ts'
