import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { seen, type Sight } from './round.ts'

export interface RoomReading {
  id: string
  plan: string
  name: string
  place: string | null
  number: number | null
  text: string | null
  unit: string | null
  low: number | null
  high: number | null
  result: 'normal' | 'abnormal'
  at: Date
}

/** Entries of the last finished round of each active plan of kind `room`, by plan and in the order of the items. */
export async function latestRoomReadings(db: Db, see: Sight): Promise<RoomReading[]> {
  const { rows } = await sql<RoomReading>`
    select e.id, p.name as plan, e.name, e.place, e.value_number::float8 as number, e.value_text as text, e.unit,
      e.low::float8, e.high::float8, e.result, e.recorded_at as at
    from round_plan p cross join lateral (
        select r.id from round r join org o on o.id = r.org_id
        where r.plan_id = p.id and r.state = 'done' and ${seen(see)} order by r.id desc limit 1) l
      join round_entry e on e.round_id = l.id
    where p.kind = 'room' and p.active and e.result in ('normal', 'abnormal')
    order by p.name, p.id, e.position, e.id limit 200`.execute(db)
  return rows
}
