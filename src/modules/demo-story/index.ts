import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { getStory, startStory } from './contract.ts'
import en from './en.ts'
import { getStoryVerb, startStoryVerb } from './verbs.ts'
import zh from './zh-CN.ts'

export { openStory } from './verbs.ts'

export const manifest: Manifest = {
  name: 'demo-story',
  folder: import.meta.dirname,
  locales: { zh, en },
  routes: [route(getStory, getStoryVerb), route(startStory, startStoryVerb)],
}
