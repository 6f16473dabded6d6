import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    sign_in_required: 'Sign in first.',
    session_expired: 'The session has ended; sign in again.',
    token_invalid: 'The API token is wrong, expired or revoked.',
    password_change_required: 'Change your password first.',
    second_factor_required: 'Enrol your second factor first.',
    sign_in_failed: 'Login or password is wrong.',
    not_active: 'The account is not active; ask the security administrator.',
    code_required: 'Enter the code of your second factor.',
    wrong_code: 'The code is wrong or has been used; wait for the next one.',
    locked: 'Too many failed attempts; try again in {{minutes}} minutes.',
    busy: 'Too many people sign in at once; try again shortly.',
    not_found: 'There is no such account or record, or you may not see it.',
    version_conflict: 'Somebody else has changed the record; reload and try again.',
    login_taken: 'The login “{{login}}” is taken.',
    org_not_found: 'The unit does not exist or is not active.',
    illegal_move: 'This cannot be done while the account is {{state}}.',
    no_second_factor: 'The account has no second factor.',
    second_factor_set: 'A second factor is enrolled already.',
    second_factor_owed: 'The three administrators must use a second factor and cannot give it up.',
    machine_has_no_password: 'A machine account has no password; use an API token.',
    session_only: 'This is done by the person in a browser session, not with an API token.',
    wrong_password: 'The password is wrong.',
    password_too_short: 'A password has at least {{count}} characters.',
    password_too_simple:
      'A password has at least {{count}} of: upper case, lower case, digits, other characters; and more than a few different ones.',
    password_contains_login: 'A password must not contain the login.',
    password_unchanged: 'The new password must differ from the old one.',
    unknown_scope: 'The permission {{scope}} does not exist or the account does not hold it.',
    too_many_tokens: 'There are {{count}} live tokens; revoke unused ones first.',
    set_up_already: 'The first run has been done.',
    wrong_setup_code: 'The set-up code is wrong; look at the newest one on the server’s console.',
    same_login: 'The three administrators need three logins.',
    link_invalid: 'The link is wrong, used or expired; ask an administrator for a new one.',
    bad_duration: 'The duration {{value}} is wrong; write 30m, 2h or 90d, a year at most.',
    unknown_login: 'There is no login “{{login}}”.',
    no_administrator:
      '“{{login}}” holds none of the three posts; the system administrator resets the password in the page.',
  },
} satisfies Translation<typeof zh>
