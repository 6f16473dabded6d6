import pg from 'pg'
import type { Secrets } from './secrets.ts'

export const DATABASE = 'zhengyun'
export const APP_ROLE = 'zhengyun_app'
export const OWNER_ROLE = 'zhengyun_owner'

/**
 * Makes the two roles and the database of an embedded cluster, and sets the roles' passwords. Safe to repeat.
 * @param adminUrl a superuser's URL to the database `postgres`
 * @param ownerUrl the owner's URL to the database made here
 */
export async function bootstrap(adminUrl: string, ownerUrl: string, secrets: Secrets): Promise<void> {
  await withClient(adminUrl, async (client) => {
    // a statement that fails must not put a password into the log
    await client.query('set log_min_error_statement = panic')
    await ensureRole(client, APP_ROLE, secrets.app)
    await ensureRole(client, OWNER_ROLE, secrets.owner)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0)
      await client.query(`create database ${DATABASE} owner ${OWNER_ROLE} template template0`)
    await client.query(`alter database ${DATABASE} owner to ${OWNER_ROLE}`)
    await client.query(`revoke all on database ${DATABASE} from public`)
    await client.query(`grant connect on database ${DATABASE} to ${APP_ROLE}`)
  })
  const inDatabase = new URL(adminUrl)
  inDatabase.pathname = `/${DATABASE}`
  await withClient(inDatabase.href, (client) => client.query(`alter schema public owner to ${OWNER_ROLE}`))
  await withClient(ownerUrl, (client) => grantAppRole(client, { app: APP_ROLE }))
}

/**
 * Gives the application role what it needs and no more: rows of the owner's tables in `public` (by default
 * privileges, so that what a migration revokes stays revoked) and the job queue of `graphile_worker`. Call it
 * before the first migration and again after the queue's own; safe to repeat, for outside databases as well.
 * @param owner a connection of the role that owns the tables
 * @param roles.app the application role; see `roleOf(url)`. Nothing is done when owner and application are one role.
 */
export async function grantAppRole(owner: pg.ClientBase, roles: { app: string }): Promise<void> {
  const me = await owner.query<{ me: string }>('select current_user as me')
  if (me.rows[0]!.me === roles.app) return
  const app = pg.escapeIdentifier(roles.app)
  await revokeCreate(owner)
  await owner.query(`grant usage on schema public to ${app}`)
  await owner.query(
    `alter default privileges in schema public grant select, insert, update, delete on tables to ${app}`,
  )
  await owner.query(`alter default privileges in schema public grant usage, select on sequences to ${app}`)
  const { rowCount } = await owner.query("select from pg_namespace where nspname = 'graphile_worker'")
  if (rowCount) await grantQueue(owner, app)
}

/** The role that a connection URL signs in as. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}

/** Only the owner of `public` may; PostgreSQL 15 and later ship it without the right anyway. */
async function revokeCreate(owner: pg.ClientBase): Promise<void> {
  const { rowCount } = await owner.query(
    "select from pg_namespace where nspname = 'public' and pg_has_role(nspowner, 'usage')",
  )
  if (rowCount) await owner.query('revoke create on schema public from public')
}

async function grantQueue(owner: pg.ClientBase, app: string): Promise<void> {
  const schema = 'graphile_worker'
  await owner.query(`grant usage on schema ${schema} to ${app}`)
  for (const [kind, rights] of [
    ['tables', 'select, insert, update, delete'],
    ['sequences', 'usage, select'],
    ['functions', 'execute'],
  ]) {
    await owner.query(`grant ${rights} on all ${kind} in schema ${schema} to ${app}`)
    await owner.query(`alter default privileges in schema ${schema} grant ${rights} on ${kind} to ${app}`)
  }
  // the queue's tables have row level security without a policy: only their owner would see a row
  const tables = await owner.query<{ relname: string }>(
    `select relname from pg_class c where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
     and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'zhengyun_app')`,
  )
  for (const { relname } of tables.rows)
    await owner.query(
      `create policy zhengyun_app on ${schema}.${pg.escapeIdentifier(relname)} to ${app} using (true) with check (true)`,
    )
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) await client.query(`create role ${role}`)
  await client.query(
    `alter role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
     password ${pg.escapeLiteral(password)}`,
  )
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'zhengyun setup' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
