export { demoPassword, seedDemo, seedSample } from './seed.ts'
