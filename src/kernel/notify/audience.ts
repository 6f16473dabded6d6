import type { Actor } from '../permission/actor.ts'

/** What a room tells: the leaf of its text below `notify`, and the permissions of which one is needed to be told. */
export type Notices = Readonly<Record<string, readonly string[]>>

const audiences = new Map<string, readonly string[]>()

const urgents = new Set<string>()

/** Makes known who could be told what a room tells, and what of it is urgent. What it does not name concerns everybody. */
export function registerNotices(room: string, notices: Notices = {}, urgent: readonly string[] = []): void {
  for (const leaf of urgent) urgents.add(`${room}:notify.${leaf}`)
  for (const [leaf, permissions] of Object.entries(notices))
    audiences.set(`${room}:notify.${leaf}`, permissions)
}

/** Whether the person could ever be told this. @param textKey `incident:notify.assigned` */
export function couldBeTold(actor: Pick<Actor, 'permissions'>, textKey: string): boolean {
  const needed = audiences.get(textKey)
  return needed === undefined || needed.some((permission) => actor.permissions.has(permission))
}

/** Whether news of this kind pierce quiet hours (unless the person says otherwise). */
export function isUrgent(textKey: string): boolean {
  return urgents.has(textKey)
}
