import { audit } from '../audit/record.ts'
import { transaction, type Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import { openSecret } from '../secrets/index.ts'
import type { openLink, useLink } from './contract.ts'
import { hashPassword } from './password-hash.ts'
import { demandNewPassword } from './password-history.ts'
import { demandGoodPassword } from './password-policy.ts'
import { takeCode } from './second-factor.ts'
import { findCredential, readPasswordRules, setPasswordHash, type CredentialRow } from './store/credential.ts'
import { readInstallation } from './store/installation.ts'
import { consumeLink, findLink, type LinkRow } from './store/link.ts'
import { updateState } from './store/person.ts'
import { digest } from './tokens.ts'
import { enrolment } from './totp.ts'

/** What a link is for, so that its holder can act on it. @throws identity.link_invalid (404) when used, expired or unknown */
export async function openLinkVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof openLink>,
): Promise<Output<typeof openLink>> {
  const { link, credential } = await find(db, input.token)
  const { unitName } = await readInstallation(db)
  const sealed = enrols(link, credential) ? credential.totpSecret : null
  return {
    purpose: link.purpose,
    login: credential.login,
    name: credential.name,
    unitName: unitName ?? '',
    expiresAt: link.expiresAt,
    secondFactor: sealed ? await enrolment(openSecret(sealed, credential.personId), credential.login) : null,
    policy: await readPasswordRules(db),
  }
}

/**
 * Sets the password through a link, which is then used up; an administrator of the first run also confirms the second
 * factor and is active from then on. Other accounts wait for the security administrator.
 * @throws identity.link_invalid (404), identity.password_… (422), identity.wrong_code (422)
 */
export async function useLinkVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof useLink>,
): Promise<Output<typeof useLink>> {
  const { link, credential } = await find(db, input.token)
  demandGoodPassword(input.password, credential.login, await readPasswordRules(db))
  await demandNewPassword(db, credential.personId, input.password, 'password')
  const hash = await hashPassword(input.password)
  const { demo } = await readInstallation(db)
  return transaction(db, async (tx) => {
    if (!(await consumeLink(tx, link.id))) throw invalidLink()
    // a demo's administrators may leave the second factor out
    const enrolling = enrols(link, credential) && !(demo && input.code === undefined)
    if (enrolling && !(await takeCode(tx, credential, input.code ?? '', true)))
      throw new AppError('identity.wrong_code', { status: 422, field: 'code' })
    await setPasswordHash(tx, credential.personId, hash, false)
    const active = link.purpose === 'administrator' || credential.state === 'active'
    if (link.purpose === 'administrator') await updateState(tx, credential.personId, 'active', {})
    const holder: Actor = {
      ...actor,
      kind: 'person',
      id: credential.personId,
      login: credential.login,
      name: credential.name,
    }
    await audit(tx, holder, {
      action: 'identity.use-link',
      entity: 'person',
      entityId: credential.personId,
      orgId: credential.orgId,
      after: { purpose: link.purpose, secondFactor: enrolling, active },
    })
    return { login: credential.login, active }
  })
}

function enrols(link: LinkRow, credential: CredentialRow): boolean {
  return link.purpose === 'administrator' && !credential.totpConfirmed
}

function invalidLink(): AppError {
  return new AppError('identity.link_invalid', { status: 404 })
}

async function find(db: Db, token: string): Promise<{ link: LinkRow; credential: CredentialRow }> {
  const link = await findLink(db, digest(token))
  const credential = link && (await findCredential(db, link.personId))
  if (!credential) throw invalidLink()
  return { link, credential }
}
