import type { TFunction } from 'i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { listIntakes } from '../contract.ts'

export type Intake = CallOutput<typeof listIntakes>['items'][number]

/** Why it failed: an error of some room in the reader's language, or what the parser said. */
export function reasonText(error: string | null, t: TFunction<'alert'>): string {
  if (error === null) return '—'
  const [, room, what] = /^([a-z][a-z-]*)\.([a-z][\w.-]*)$/.exec(error) ?? []
  return room && what ? t(`${room}:error.${what}`, { defaultValue: error }) : error
}
