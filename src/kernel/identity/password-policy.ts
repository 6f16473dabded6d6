import { AppError } from '../errors/index.ts'

/** What a password must be like. */
export interface PasswordRules {
  minLength: number
  /** how many of: lower case, upper case, digits, anything else */
  minClasses: number
}

/** Unicode has several spellings of one text; the one typed today must equal the one typed tomorrow. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC')
}

/** How many kinds of characters there are: lower case, upper case, digits, anything else (Chinese included). */
export function classesOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((kind) => kind.test(password))
    .length
}

/**
 * Length and class policy (GB/T 22239-2019, 8.1.4.1: 身份鉴别信息具有复杂度要求).
 * @param field the input field that holds the password, for the problem document
 * @throws identity.password_too_short, identity.password_too_simple, identity.password_contains_login (422)
 */
export function demandGoodPassword(
  password: string,
  login: string,
  rules: PasswordRules,
  field = 'password',
): void {
  const refuse = (what: string, params = {}) =>
    new AppError(`identity.${what}`, { status: 422, field, params })
  const normal = normalisePassword(password)
  if ([...normal].length < rules.minLength) throw refuse('password_too_short', { count: rules.minLength })
  if (classesOf(normal) < rules.minClasses) throw refuse('password_too_simple', { count: rules.minClasses })
  // one character over and over passes any class rule that counts one class
  if (new Set(normal).size < 4) throw refuse('password_too_simple', { count: rules.minClasses })
  if (normal.toLowerCase().includes(login.toLowerCase())) throw refuse('password_contains_login')
}
