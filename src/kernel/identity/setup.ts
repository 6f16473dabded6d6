import { randomInt, timingSafeEqual } from 'node:crypto'
import { audit } from '../audit/record.ts'
import { transaction, type Db, type Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import { createRootOrg } from '../org/index.ts'
import { systemActor, type Actor } from '../permission/actor.ts'
import { findRoleByKey, grantRoleVerb, posts, type Post } from '../permission/index.ts'
import type { about, setUp } from './contract.ts'
import { unitZone } from '../settings/zone.ts'
import { environment } from './environment.ts'
import { makeLink } from './links.ts'
import { insertAccount } from './people.ts'
import { productVersion } from './product.ts'
import { countWrongCode, finishSetup, readInstallation, writeSetupCode } from './store/installation.ts'
import { digest } from './tokens.ts'

/** Product, version, unit; readable by anybody, so nothing else. */
export async function aboutVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof about>,
): Promise<Output<typeof about>> {
  const installation = await readInstallation(db)
  return {
    product: 'Zhengyun',
    version: productVersion,
    unitName: installation.unitName ?? '',
    setupNeeded: installation.setUpAt === null,
    demo: installation.demo,
    timeZone: unitZone(),
  }
}

/** Letters that are not taken for one another when read aloud or from a screen. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** Wrong codes until a new one is needed. */
const mostWrong = 5

/**
 * Makes a new one-time set-up code while the first run is still to be done; an older code is worth nothing then.
 * Only its digest is stored.
 * @returns the code for the console, `XXXX-XXXX-XXXX-XXXX` (80 bits); null when the installation is set up
 */
export async function ensureSetupCode(db: Db): Promise<string | null> {
  if ((await readInstallation(db)).setUpAt !== null) return null
  const code = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(32)]).join(''),
  ).join('-')
  await writeSetupCode(db, digest(plain(code)))
  return code
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, '')
}

/**
 * The first run: names the unit and makes the three administrators, each with a one-time link. Everything or nothing,
 * once. After five wrong codes a new one is made and announced on the console.
 * @throws identity.set_up_already (409), identity.wrong_setup_code (403), identity.same_login (422)
 */
export async function setUpVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof setUp>,
): Promise<Output<typeof setUp>> {
  const outcome = await transaction(db, async (tx) => {
    const installation = await readInstallation(tx, true)
    if (installation.setUpAt !== null) throw new AppError('identity.set_up_already')
    if (!sameDigest(installation.setupCodeHash, digest(plain(input.code)))) return countWrongCode(tx)
    return setUpInstallation(tx, input)
  })
  if (typeof outcome !== 'number') return { links: outcome.links }
  if (outcome >= mostWrong) {
    const code = await ensureSetupCode(db)
    if (code) environment().announceSetupCode(code)
  }
  throw new AppError('identity.wrong_setup_code', { status: 403, field: 'code' })
}

function sameDigest(stored: string | null, given: string): boolean {
  return (
    stored !== null &&
    stored.length === given.length &&
    timingSafeEqual(Buffer.from(stored), Buffer.from(given))
  )
}

interface SetUp {
  unitName: string
  administrators: Record<Post, { login: string; name: string }>
  /** a demo database: sample data, the demo password, no second factor demanded */
  demo?: boolean
}
type Link = Awaited<ReturnType<typeof makeLink>>

/**
 * What the first run does, for the set-up page and the demo: root org, three accounts with their exclusive posts,
 * three links. The caller has made sure that the installation is not set up yet.
 */
export async function setUpInstallation(
  tx: Tx,
  input: SetUp,
): Promise<{ orgId: string; personIds: Record<Post, string>; links: Record<Post, Link> }> {
  const actor = systemActor('set-up')
  const all = Object.keys(posts) as Post[]
  const logins = all.map((post) => input.administrators[post].login)
  if (new Set(logins).size !== logins.length)
    throw new AppError('identity.same_login', { status: 422, field: 'administrators' })
  const unit = await createRootOrg(tx, actor, { name: input.unitName, code: 'unit' })
  const personIds = {} as Record<Post, string>
  const links = {} as Record<Post, Link>
  for (const post of all) {
    const account = { ...input.administrators[post], kind: 'person' as const, orgId: unit.id }
    const person = await insertAccount(tx, actor, account)
    const role = await findRoleByKey(tx, posts[post])
    if (!role) throw new Error(`the role ${posts[post]} has not been shipped`)
    await grantRoleVerb(tx, actor, { id: person.id, roleId: role.id, orgId: unit.id })
    personIds[post] = person.id
    links[post] = await makeLink(tx, person.id, 'administrator')
  }
  await finishSetup(tx, { name: input.unitName, orgId: unit.id, demo: input.demo ?? false })
  const after = { unitName: input.unitName, demo: input.demo ?? false, logins }
  await audit(tx, actor, {
    action: 'identity.set-up',
    entity: 'installation',
    entityId: unit.id,
    orgId: unit.id,
    after,
  })
  return { orgId: unit.id, personIds, links }
}

/** Whether the first run is done. */
export async function isInstalled(db: Db): Promise<boolean> {
  return (await readInstallation(db)).setUpAt !== null
}
