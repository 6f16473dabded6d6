export { seedCity } from './seed-city.ts'
export { demoPassword, seedDemo, seedSample } from './seed.ts'
export { startDemoStory } from './story.ts'
