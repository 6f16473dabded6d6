import type { FormValues } from '#web/kit/RecordForm.tsx'
import { useCall } from '#web/hooks.ts'
import { useUrlState } from '#web/url.ts'
import { getCi } from '#modules/ci/contract.ts'
import type { Kind } from '#modules/probe/kind-contract.ts'
import { getService } from '#modules/service/contract.ts'
import { isPassive, type CheckKind } from '../../words.ts'
import { valuesOf } from '../../variables-contract.ts'
import { startOf } from './initial.ts'
import { shapesOfKind } from './shape.ts'

/**
 * What a new check begins with: what is usual for its kind, and what the item or system says from whose page it is made.
 * @returns null while that is being read; who may not read it begins without
 */
export function useGiven(kind: CheckKind | undefined, kindName: string): FormValues | null {
  const [url] = useUrlState()
  const { ciId = '', serviceId = '', orgId } = url
  const ci = useCall(getCi, { id: ciId }, { enabled: ciId !== '' })
  const service = useCall(getService, { id: serviceId }, { enabled: serviceId !== '' })
  if (!kind || (ciId && ci.isPending) || (serviceId && service.isPending)) return null
  const item = ci.data
  const start = startOf(kind, {
    serviceId: serviceId || item?.services[0]?.id,
    ciId: item?.id,
    orgId: orgId ?? item?.org.id ?? service.data?.ownerOrgId,
    groupId: item?.group?.id ?? service.data?.groupId ?? undefined,
    name: item || service.data ? `${item?.name ?? service.data?.name} ${kindName}` : undefined,
  })
  if (!item || isPassive(kind)) return start
  const address = valuesOf({ ...item, orgName: item.org.name })['address']
  const takesHost = shapesOfKind(kind as Kind).some((one) => one.key === 'host')
  const at =
    address === undefined
      ? {}
      : takesHost
        ? { host: address }
        : kind === 'http'
          ? { url: `https://${address}/` }
          : {}
  return { ...start, spec: { ...(start['spec'] as object), ...at } }
}
