/**
 * Builds one database from nothing and one from the last release's migrations brought forward, and compares their
 * catalogs: a migration that was edited, renumbered below a released one or depends on its place shows here.
 * Before the first release (a tag `v*`) the older half of the migrations stands in for it.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { migrate, readMigrations } from '#kernel/db/index.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { everyMigrationsFolder } from './migration-folders.ts'

const root = path.join(import.meta.dirname, '..')
const git = (...args: string[]): string =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  })

/** Newest release that this commit descends from; none in a source archive without history. */
function lastRelease(): string | undefined {
  try {
    return git('tag', '--merged', 'HEAD', '--sort=-v:refname', '--list', 'v*').split('\n')[0] || undefined
  } catch {
    // not a git checkout, or no git on this machine
    return undefined
  }
}

/** Writes the older migrations into `folder`; says what they are. */
async function olderMigrations(folder: string): Promise<string> {
  mkdirSync(folder)
  const tag = lastRelease()
  if (tag) {
    const files = git('ls-tree', '-r', '--name-only', tag, 'src').split('\n')
    for (const file of files.filter((f) => /\/migrations\/[^/]+\.sql$/.test(f)))
      writeFileSync(path.join(folder, path.basename(file)), git('show', `${tag}:${file}`))
    return tag
  }
  const all = await readMigrations(everyMigrationsFolder())
  const half = all.slice(0, Math.ceil(all.length / 2))
  for (const { file } of half) copyFileSync(file, path.join(folder, path.basename(file)))
  return `the first ${half.length} of ${all.length} migrations (no release yet)`
}

/** Everything that a user could see differ, one line per object; column order is left out, an upgrade cannot keep it. */
const catalog = `
  select format('column %s.%s %s%s default %s identity %s generated %s', c.oid::regclass, a.attname,
    format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' end,
    coalesce(pg_get_expr(d.adbin, d.adrelid), '-'), a.attidentity, a.attgenerated) as line
  from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on (d.adrelid, d.adnum) = (c.oid, a.attnum)
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
  union all select format('relation %s kind %s rls %s options %s rights %s', c.oid::regclass, relkind, relrowsecurity, reloptions,
    (select string_agg(r::text, ' ' order by r::text) from unnest(relacl) r))
  from pg_class c where relnamespace = 'public'::regnamespace and relkind <> 'i'
  union all select format('constraint %s.%s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  from pg_constraint where connamespace = 'public'::regnamespace
  union all select format('index %s', indexdef) from pg_indexes where schemaname = 'public'
  union all select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
  union all select format('view %s %s', viewname, definition) from pg_views where schemaname = 'public'
  union all select format('function %s', pg_get_functiondef(oid)) from pg_proc p
  where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  union all select format('extension %s', extname) from pg_extension
  union all select format('type %s %s', t.oid::regtype, (select string_agg(enumlabel, ' ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
  from pg_type t where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
  order by 1`

async function describe(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<{ line: string }>(catalog)).rows.map((row) => row.line)
  } finally {
    await client.end()
  }
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-upgrade-'))
const postgres = await startEmbedded({ dataDir, fsync: false })
try {
  const older = path.join(dataDir, 'older')
  const from = await olderMigrations(older)
  const at = (name: string): string =>
    Object.assign(new URL(postgres.ownerUrl), { pathname: `/${name}` }).href
  const admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
  for (const name of ['fresh', 'upgraded']) {
    await admin.query(`create database ${name} owner zhengyun_owner`)
  }
  await admin.end()
  await migrate(at('fresh'), everyMigrationsFolder())
  await migrate(at('upgraded'), [older])
  await migrate(at('upgraded'), everyMigrationsFolder())
  const [fresh, upgraded] = [await describe(at('fresh')), await describe(at('upgraded'))]
  const lost = fresh.filter((line) => !upgraded.includes(line))
  const extra = upgraded.filter((line) => !fresh.includes(line))
  for (const line of lost) console.error(`only in a fresh database: ${line}`)
  for (const line of extra) console.error(`only in an upgraded one: ${line}`)
  console.log(`${fresh.length} catalog entries compared, upgraded from ${from}`)
  if (lost.length + extra.length > 0) process.exitCode = 1
} finally {
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
