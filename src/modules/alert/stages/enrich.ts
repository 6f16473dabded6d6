import { newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { factsOf, type Enriched, type RuleSet } from '#modules/alert-rule/index.ts'
import { serviceByLabels, serviceForIntake, type ServiceFacts } from '#modules/service/index.ts'
import type { Change } from '../fold.ts'
import type { Placed } from '../place.ts'
import { orgPaths, unitOrg } from '../store/alerts.ts'
import { topology, type ItemFacts } from '../topology.ts'
import type { Severity } from '../words.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Gives each alert what rules and directories know of it: severity, further labels, item, service, group, and the org
 * where it belongs. Labels `ci_id`, `service_id`, `group_id` place it directly, rules overrule them.
 * @throws alert.no_org (422) when nobody has set the unit up yet
 */
export async function enriched(tx: Tx, rules: RuleSet, changes: readonly Change[]): Promise<Placed[]> {
  const made = changes.map((change) => ({ change, by: rules.enrich(change) }))
  const ciIds = [...new Set(made.flatMap(({ change, by }) => ciOf(change, by) ?? []))]
  const [items, upstream] = ciIds.length
    ? [await topology().factsOf(tx, ciIds), await topology().upstreamOf(tx, ciIds)]
    : [new Map<string, ItemFacts>(), new Map<string, readonly string[]>()]
  const unit = await unitOrg(tx)
  const alerts: Placed[] = []
  for (const { change, by } of made) {
    const ciId = ciOf(change, by)
    const item = ciId === null ? undefined : items.get(ciId)
    const service = await serviceOf(tx, change, by, item)
    const homeOrgId = service?.ownerOrgId ?? item?.orgId ?? change.orgId ?? unit
    if (!homeOrgId) throw new AppError('alert.no_org', { status: 422 })
    const severity = by.severity as Severity
    alerts.push({
      ...change,
      severity,
      id: change.known?.id ?? newId(),
      extra: by.extra,
      facts: factsOf({ ...change, severity }, by.extra),
      enrichedBy: by.by,
      service,
      ci: item && ciId ? { id: ciId, name: item.name } : null,
      upstream: (ciId ? upstream.get(ciId) : undefined) ?? [],
      groupId: by.groupId ?? idIn(change, 'group_id') ?? (service ? null : (item?.groupId ?? null)),
      homeOrgId,
      homePath: '',
      ticketId: null,
      keeper: null,
      answerBy: change.known?.answerBy ?? null,
      decision: null,
    })
  }
  const paths = await orgPaths(tx, [...new Set(alerts.map((a) => a.homeOrgId))])
  for (const alert of alerts) alert.homePath = paths.get(alert.homeOrgId) ?? ''
  return alerts
}

const idIn = ({ labels }: Change, label: string): string | null => {
  const id = Object.hasOwn(labels, label) ? labels[label]!.toLowerCase() : ''
  return uuid.test(id) ? id : null
}

const ciOf = (change: Change, by: Enriched): string | null => by.ciId ?? idIn(change, 'ci_id')

/** The service that a rule or the label `service_id` names, else the one whose matchers fit, else the only one on its item. */
async function serviceOf(
  tx: Tx,
  change: Change,
  by: Enriched,
  item: ItemFacts | undefined,
): Promise<ServiceFacts | undefined> {
  // from memory: one look at the database per transaction
  const named = by.serviceId ?? idIn(change, 'service_id')
  const given = named ? await serviceForIntake(tx, named) : undefined
  if (given?.active) return given
  const fitting = await serviceByLabels(tx, { ...change.labels, ...by.extra })
  if (fitting || item?.serviceIds.length !== 1) return fitting
  const only = await serviceForIntake(tx, item.serviceIds[0]!)
  return only?.active ? only : undefined
}
