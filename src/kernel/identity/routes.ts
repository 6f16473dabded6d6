import type { FastifyReply } from 'fastify'
import { route } from '../http/route.ts'
import {
  activatePersonVerb,
  disablePersonVerb,
  requirePasswordChangeVerb,
  resetPasswordVerb,
  resetSecondFactorVerb,
} from './account-states.ts'
import { createTokenVerb, listTokensVerb, revokeTokenVerb } from './api-tokens.ts'
import { changePasswordVerb } from './change-password.ts'
import * as contract from './contract.ts'
import { environment } from './environment.ts'
import * as imports from './import-contract.ts'
import { checkPeopleImportVerb, importPeopleVerb, peopleTemplateVerb } from './import-people.ts'
import { editMeVerb, getMeVerb, listSessionsVerb, revokeSessionVerb, signOutVerb } from './me.ts'
import {
  createPersonVerb,
  editPersonVerb,
  getPersonVerb,
  listPeopleVerb,
  lookupPeopleVerb,
} from './people.ts'
import { confirmSecondFactorVerb, removeSecondFactorVerb, startSecondFactorVerb } from './second-factor.ts'
import { aboutVerb, setUpVerb } from './setup.ts'
import { signInVerb } from './sign-in.ts'
import { editSignInPolicyVerb, getSignInPolicyVerb } from './sign-in-policy.ts'
import { sessionCookie } from './tokens.ts'
import { openLinkVerb, useLinkVerb } from './use-link.ts'

function cookieOptions() {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: environment().secureCookie } as const
}

/** The session's secret goes into the cookie only; the contract's answer has no place for it. */
function giveCookie(reply: FastifyReply, output: object): void {
  void reply.setCookie(sessionCookie, (output as { secret: string }).secret, cookieOptions())
}

export const routes = [
  route(contract.about, aboutVerb),
  route(contract.setUp, setUpVerb),
  route(contract.openLink, openLinkVerb),
  route(contract.useLink, useLinkVerb),
  route(contract.signIn, signInVerb, { reply: giveCookie }),
  route(contract.signOut, signOutVerb, {
    reply: (reply) => void reply.clearCookie(sessionCookie, cookieOptions()),
  }),
  route(contract.getMe, getMeVerb),
  route(contract.editMe, editMeVerb),
  route(contract.changePassword, changePasswordVerb),
  route(contract.startSecondFactor, startSecondFactorVerb),
  route(contract.confirmSecondFactor, confirmSecondFactorVerb),
  route(contract.removeSecondFactor, removeSecondFactorVerb),
  route(contract.listSessions, listSessionsVerb),
  route(contract.revokeSession, revokeSessionVerb),
  route(contract.listTokens, listTokensVerb),
  route(contract.createToken, createTokenVerb),
  route(contract.revokeToken, revokeTokenVerb),
  route(contract.listPeople, listPeopleVerb),
  route(contract.lookupPeople, lookupPeopleVerb),
  route(contract.getPerson, getPersonVerb),
  route(contract.createPerson, createPersonVerb),
  route(contract.editPerson, editPersonVerb),
  route(imports.peopleTemplate, peopleTemplateVerb),
  route(imports.checkPeopleImport, checkPeopleImportVerb),
  route(imports.importPeople, importPeopleVerb),
  route(contract.activatePerson, activatePersonVerb),
  route(contract.disablePerson, disablePersonVerb),
  route(contract.requirePasswordChange, requirePasswordChangeVerb),
  route(contract.resetPassword, resetPasswordVerb),
  route(contract.resetSecondFactor, resetSecondFactorVerb),
  route(contract.getSignInPolicy, getSignInPolicyVerb),
  route(contract.editSignInPolicy, editSignInPolicyVerb),
]
