import { newId, type Tx } from '../db/index.ts'
import { insertEvents } from './store.ts'

export interface NewEvent {
  /** `<room>.<what happened>` such as `incident.resolved` */
  type: string
  entity: string
  entityId: string
  data?: Record<string, unknown>
}

/** Tells the rest of the program what happened, if and when the transaction commits. */
export async function emit(tx: Tx, event: NewEvent): Promise<void> {
  await emitAll(tx, [event])
}

/** As `emit`, for many events in one statement. */
export async function emitAll(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await insertEvents(
    tx,
    events.map((event) => ({
      id: newId(),
      type: event.type,
      entity: event.entity,
      entity_id: event.entityId,
      data: JSON.stringify(event.data ?? {}),
    })),
  )
}

export { relayOnce, markReactionDone, dropOldReactions } from './store.ts'
export { onLive, listenLive, type LiveEvent } from './live.ts'
