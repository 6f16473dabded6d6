import { Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { business } from '#kernel/permission/words.ts'
import { useCall } from '#web/hooks.ts'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import type { ItemDefinition } from '../../item-contract.ts'
import { Labelled, TargetInput } from './parts.tsx'

type Words =
  | 'name'
  | 'nameEn'
  | 'summary'
  | 'summaryEn'
  | 'description'
  | 'descriptionEn'
  | 'keywords'
  | 'quality'
  | 'qualityEn'
  | 'cost'
  | 'costEn'
const long: readonly Words[] = ['description', 'descriptionEn', 'quality', 'qualityEn']

/** Words, who may ask, target time, the quality standard that plans cite. */
export function Basics({
  item,
  onChange,
}: {
  item: ItemDefinition
  onChange: (patch: Partial<ItemDefinition>) => void
}) {
  const { t } = useTranslation('catalogue')
  const words = (key: Words, label: string, hint?: string) => (
    <Labelled key={key} label={label} path={key} wide={long.includes(key)} {...(hint ? { hint } : {})}>
      {long.includes(key) ? (
        <Input.TextArea
          value={item[key]}
          autoSize={{ minRows: 2, maxRows: 10 }}
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      ) : (
        <Input value={item[key]} onChange={(event) => onChange({ [key]: event.target.value })} />
      )}
    </Labelled>
  )
  return (
    <div className="zy-cat-grid">
      {words('name', t('ui.admin.name'))}
      {words('nameEn', t('ui.admin.nameEn'))}
      {words('summary', t('ui.edit.summary'))}
      {words('summaryEn', t('ui.edit.summaryEn'))}
      {words('description', t('ui.edit.description'))}
      {words('descriptionEn', t('ui.edit.descriptionEn'))}
      {words('quality', t('ui.edit.quality'), t('ui.edit.qualityHint'))}
      {words('qualityEn', t('ui.edit.qualityEn'))}
      {words('keywords', t('ui.edit.keywords'))}
      {words('cost', t('ui.edit.cost'))}
      {words('costEn', t('ui.edit.costEn'))}
      <Labelled label={t('ui.edit.target')} path="target">
        <TargetInput
          label={t('ui.edit.target')}
          value={item.target}
          onChange={(target) => onChange({ target })}
        />
      </Labelled>
      <Labelled label={t('ui.edit.service')} path="serviceId">
        <RemoteSelect
          source={serviceSource}
          value={item.serviceId}
          onChange={(serviceId) => onChange({ serviceId })}
        />
      </Labelled>
      <Labelled label={t('ui.edit.roles')} hint={t('ui.edit.rolesHint')} path="audience.roles">
        <Select
          mode="tags"
          value={item.audience.roles}
          options={business.map((role) => ({ value: role as string, label: t(`ui.role.${role}`) }))}
          onChange={(keys) => onChange({ audience: { ...item.audience, roles: keys } })}
        />
      </Labelled>
      <Labelled label={t('ui.edit.orgs')} path="audience.orgIds">
        <Orgs
          value={item.audience.orgIds}
          onChange={(orgIds) => onChange({ audience: { ...item.audience, orgIds } })}
        />
      </Labelled>
    </div>
  )
}

function Orgs({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const [q, setQ] = useState('')
  const found = useCall(lookupOrgs, q ? { q } : {}, { keepPrevious: true, staleTime: 60_000 })
  return (
    <Select
      mode="multiple"
      value={value}
      loading={found.isPending}
      showSearch={{ filterOption: false, onSearch: setQ }}
      options={(found.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      onChange={onChange}
    />
  )
}
