export { seedHistory } from './history/seed-history.ts'
export { seedOpen } from './open/seed-open.ts'
export { demoPassword, seedDemo, seedSample } from './seed.ts'
export { startDemoStory } from './story.ts'
