/** A dispatch rule: what it names must be so; what it leaves open is null. */
export interface DispatchRule {
  serviceId: string | null
  categoryId: string | null
  orgId: string | null
  /** path of its org; null when it names none, or one that is gone */
  orgPath: string | null
  groupId: string
}

/** What rules look at: the service and category that were found, the path of the org. */
export interface ToDispatch {
  serviceId: string | null
  categoryId: string | null
  orgPath: string | null
}

/** The group of the first rule that fits, its org being the ticket's or one above it; null when none does. */
export function groupByRule(rules: readonly DispatchRule[], ticket: ToDispatch): string | null {
  const fits = (rule: DispatchRule): boolean =>
    (rule.serviceId === null || rule.serviceId === ticket.serviceId) &&
    (rule.categoryId === null || rule.categoryId === ticket.categoryId) &&
    (rule.orgId === null || isBelow(ticket.orgPath, rule.orgPath))
  return rules.find(fits)?.groupId ?? null
}

/** A path ends with its own slash (`/1/12/`): what begins with it is the org itself or below it, never `/1/123/`. */
function isBelow(path: string | null, above: string | null): boolean {
  return path !== null && above !== null && path.startsWith(above)
}
