import { sql } from 'kysely'
import type { Db } from '../../db/index.ts'

/**
 * Counts an attempt before it is made, so that many at once cannot outrun the limit.
 * @returns how many attempts have failed with this one; null when the login is locked (and then counts nothing)
 */
export async function reserveAttempt(
  db: Db,
  login: string,
  limits: { lockoutFailures: number; lockoutMinutes: number },
): Promise<number | null> {
  const { rows } = await sql<{ count: number }>`
    insert into sign_in_guard as g (login, failed_count) values (${login}, 1)
    on conflict (login) do update set
      failed_count = case when g.last_failed_at < now() - make_interval(mins => ${limits.lockoutMinutes})
        then 1 else g.failed_count + 1 end,
      last_failed_at = now(), locked_until = null
    where (g.locked_until is null or g.locked_until <= now())
      and (g.failed_count < ${limits.lockoutFailures}
        or g.last_failed_at < now() - make_interval(mins => ${limits.lockoutMinutes}))
    returning failed_count as count`.execute(db)
  return rows[0]?.count ?? null
}

export async function lock(db: Db, login: string, minutes: number): Promise<void> {
  await sql`update sign_in_guard set locked_until = now() + make_interval(mins => ${minutes})
    where login = ${login}`.execute(db)
}

/** Seconds until the login may try again, at least 1. */
export async function secondsLocked(db: Db, login: string, minutes: number): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select greatest(1, ceil(extract(epoch from
      coalesce(locked_until, last_failed_at + make_interval(mins => ${minutes})) - now())))::int as seconds
    from sign_in_guard where login = ${login}`.execute(db)
  return rows[0]?.seconds ?? 1
}

/** The attempt was right: nothing has failed. */
export async function clearAttempts(db: Db, login: string): Promise<void> {
  await sql`delete from sign_in_guard where login = ${login}`.execute(db)
}

/** The attempt was neither right nor wrong (the code is still to come). */
export async function giveBackAttempt(db: Db, login: string): Promise<void> {
  await sql`update sign_in_guard set failed_count = greatest(0, failed_count - 1) where login = ${login}`.execute(
    db,
  )
}
