import type { TFunction } from 'i18next'
import { selfKey } from '#kernel/permission/words.ts'

/** Who did something, as people read it: a person's name, or what the room that acted by itself is called. */
export function actorText(t: TFunction, entry: { actorId: string | null; actorName: string }): string {
  if (entry.actorName === '') return t('web:kit.system')
  const key = entry.actorId === null ? selfKey(entry.actorName) : undefined
  // what a person without an account is called may look like the name of a room, but none has these words
  return key ? t(key, { defaultValue: entry.actorName }) : entry.actorName
}
