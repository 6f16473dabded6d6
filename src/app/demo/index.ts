export { seedHistory } from './history/seed-history.ts'
export { demoPassword, seedDemo, seedSample } from './seed.ts'
export { startDemoStory } from './story.ts'
