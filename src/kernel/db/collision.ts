/** serialization_failure and deadlock_detected of PostgreSQL's appendix A */
const codes: ReadonlySet<unknown> = new Set(['40001', '40P01'])

/** Whether a transaction ended only because another stood in its way: the same done again finds that one gone. */
export const isCollision = (error: unknown): boolean =>
  codes.has((error as { code?: string } | undefined)?.code)
