import { Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { lookupGroups } from '#kernel/org/contract.ts'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { vendorSource } from '#web/kit/sources.ts'
import type { AgreementBody } from '../contract.ts'

type Party = Pick<AgreementBody, 'kind' | 'groupIds' | 'vendorOrgId'>

const useGroups = () => useCall(lookupGroups, { limit: 200 }, { staleTime: 60_000 }).data?.items ?? []

/** Whom an agreement between groups or with a vendor binds, to read. */
export function PartyShown({ kind, groupIds, vendorOrgId }: Party) {
  const { t } = useTranslation('sla')
  return (
    <>
      <h3 className="sla-part">{t('page.party')}</h3>
      <p>{kind === 'ola' ? <GroupNames ids={groupIds} /> : <VendorName id={vendorOrgId ?? ''} />}</p>
    </>
  )
}

function GroupNames({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation('sla')
  const groups = useGroups()
  const names = groups.filter((g) => ids.includes(g.id)).map((g) => g.name)
  // who may not look groups up, or where some are switched off, sees how many there are
  return (
    <>{names.length === ids.length ? names.join(comma()) : t('page.bindsGroups', { count: ids.length })}</>
  )
}

function VendorName({ id }: { id: string }) {
  const found = useQuery({
    queryKey: ['web.remote-name', vendorSource.name, id],
    queryFn: ({ signal }) => vendorSource.byId!(id, signal),
    staleTime: 60_000,
  })
  return <>{found.data?.label ?? '—'}</>
}

/** The same to choose: our own groups for an OLA, one company for a vendor agreement. */
export function PartyEditor({ party, onChange }: { party: Party; onChange: (part: Partial<Party>) => void }) {
  const { t } = useTranslation('sla')
  const groups = useGroups()
  if (party.kind === 'vendor')
    return (
      <label className="sla-party">
        <span>{t('page.vendor')}</span>
        <RemoteSelect
          source={vendorSource}
          value={party.vendorOrgId}
          aria-label={t('page.vendor')}
          onChange={(vendorOrgId) => onChange({ vendorOrgId })}
        />
      </label>
    )
  return (
    <label className="sla-party">
      <span>{t('page.groups')}</span>
      <Select
        mode="multiple"
        value={party.groupIds}
        optionFilterProp="label"
        aria-label={t('page.groups')}
        status={party.groupIds.length === 0 ? 'warning' : ''}
        // the third line is vendors: bound by their own agreements
        options={groups
          .filter((g) => g.line < 3 || party.groupIds.includes(g.id))
          .map((g) => ({ value: g.id, label: g.name }))}
        onChange={(groupIds) => onChange({ groupIds })}
      />
    </label>
  )
}
