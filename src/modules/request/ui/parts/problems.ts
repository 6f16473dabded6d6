import { Problem } from '#web/api.ts'

/** What the server found wrong in answers, by field: those below `at` (`lines.0.answers`). */
export function answerProblems(error: unknown, at: string): Record<string, string> {
  if (!(error instanceof Problem)) return {}
  const below = error.errors.filter(({ field }) => field.startsWith(`${at}.`))
  return Object.fromEntries(below.map(({ field, message }) => [field.slice(at.length + 1), message]))
}
