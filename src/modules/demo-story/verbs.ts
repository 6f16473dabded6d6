import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { getStory, startStory } from './contract.ts'
import { StoryRunner, type StoryOptions } from './runner.ts'

let current: StoryRunner | undefined

/**
 * Opens the story: called by the start of a demo, once it serves requests. From then on the endpoints answer.
 * @returns what stops it
 */
export function openStory(options: StoryOptions): () => Promise<void> {
  const runner = new StoryRunner(options)
  current = runner
  return async () => {
    current = undefined
    await runner.close()
  }
}

/** How far the story is. @throws demo-story.not_found (404) on any installation but a demo */
export async function getStoryVerb(
  _db: Db,
  _actor: Actor,
  _input: Input<typeof getStory>,
): Promise<Output<typeof getStory>> {
  return storyHere().tell()
}

/** Plays it, unless it is being played. @throws demo-story.not_found (404) on any installation but a demo */
export async function startStoryVerb(
  tx: Tx,
  actor: Actor,
  _input: Input<typeof startStory>,
): Promise<Output<typeof startStory>> {
  const runner = storyHere()
  await audit(tx, actor, { action: 'demo-story.start', entity: 'demo-story', entityId: 'story' })
  runner.start()
  return runner.tell()
}

function storyHere(): StoryRunner {
  if (!current) throw notFound('demo-story')
  return current
}
