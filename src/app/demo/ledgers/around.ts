import { dbNow, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { findReference } from '#kernel/ledger/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { readOrgNames } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type { Sample } from './records.ts'

/** What writing samples needs to know, found once. */
export interface Around {
  person: (login: string) => Promise<Actor>
  orgId: (code: string) => string
  /** the unit's day so many days from today, `YYYY-MM-DD` */
  day: (days: number) => string
  /** records by ledger and title */
  made: Map<string, string>
  /** uploaded files by name */
  files: ReadonlyMap<string, string>
}

/** Finds it. @param files uploaded before, ids by name */
export async function look(tx: Tx, files: ReadonlyMap<string, string>): Promise<Around> {
  const actors = new Map<string, Promise<Actor>>()
  const [now, names] = await Promise.all([dbNow(tx), readOrgNames(tx)])
  return {
    files,
    made: new Map(),
    person: (login) => {
      const known = actors.get(login) ?? personActor(tx, login)
      actors.set(login, known)
      return known
    },
    orgId: (code) => names.byCode(code)!.id!,
    day: (days) => dayIn(new Date(now.getTime() + days * 86_400_000), unitZone()),
  }
}

async function valueOf(around: Around, sample: Sample): Promise<unknown> {
  if (typeof sample !== 'object') return sample
  if ('person' in sample) return (await around.person(sample.person)).id
  if ('org' in sample) return around.orgId(sample.org)
  if ('day' in sample) return around.day(sample.day)
  if ('record' in sample) return around.made.get(`${sample.of} ${sample.record}`) ?? null
  if ('file' in sample) return [around.files.get(sample.file)!]
  // the unit's clocks are those of Beijing in the sample city
  return `${around.day(sample.at)}T${String(sample.hour).padStart(2, '0')}:00:00+08:00`
}

/** Values of a record as its ledger takes them. */
export async function valuesOf(
  around: Around,
  samples: Readonly<Record<string, Sample>>,
): Promise<Record<string, unknown>> {
  const pairs = Object.entries(samples).map(
    async ([key, sample]) => [key, await valueOf(around, sample)] as const,
  )
  return Object.fromEntries(await Promise.all(pairs))
}

/** Ids of what rooms register as references, by how people write them. */
export async function idsOf(
  tx: Tx,
  actor: Actor,
  to: string,
  texts: readonly string[],
): Promise<Map<string, string>> {
  const found = await findReference(to)!.find!(tx, actor, texts)
  return new Map([...found].flatMap(([text, [first]]) => (first ? [[text, first.id] as const] : [])))
}
