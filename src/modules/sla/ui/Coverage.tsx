import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { RemoteSelect, type RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { orgSource, serviceSource } from '#web/kit/sources.ts'
import type { AgreementKind, Coverage } from '../contract.ts'

const types = ['fault', 'request', 'consultation'] as const

/** Coverage rows in words. */
export function CoverageList({
  kind,
  rows,
  isDefault,
}: {
  kind: AgreementKind
  rows: Coverage[]
  isDefault: boolean
}) {
  const { t } = useTranslation('sla')
  if (rows.length === 0 && kind !== 'sla') return <p>{t('page.coverageParty')}</p>
  if (rows.length === 0) return <p>{t(isDefault ? 'page.coverageDefault' : 'page.coverageNone')}</p>
  return (
    <ul className="sla-coverage">
      {rows.map((row, i) => (
        <li key={i}>
          {row.serviceId ? (
            <Named label={t('page.service')} source={serviceSource} id={row.serviceId} />
          ) : null}
          {row.categoryId ? <span>{`${t('page.category')}: ${row.categoryId}`}</span> : null}
          {row.orgId ? <Named label={t('page.org')} source={orgSource} id={row.orgId} /> : null}
          {row.type ? <span>{`${t('page.type')}: ${t(`type.${row.type}`)}`}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function Named({ label, source, id }: { label: string; source: RemoteSource; id: string }) {
  const found = useQuery({
    queryKey: ['web.remote-name', source.name, id],
    queryFn: ({ signal }) => source.byId!(id, signal),
    staleTime: 60_000,
  })
  return <span>{`${label}: ${found.data?.label ?? id}`}</span>
}

/** Coverage rows to edit: service, org and type; a category that a row has stays as it is. */
export function CoverageEditor({
  rows,
  onChange,
}: {
  rows: Coverage[]
  onChange: (rows: Coverage[]) => void
}) {
  const { t } = useTranslation('sla')
  const empty: Coverage = { serviceId: null, orgId: null, categoryId: null, type: null }
  return (
    <div className="sla-lines">
      {rows.map((row, i) => {
        const change = (part: Partial<Coverage>) => onChange(rows.with(i, { ...row, ...part }))
        return (
          <div key={i} className="sla-cover">
            <RemoteSelect
              source={serviceSource}
              value={row.serviceId}
              placeholder={`${t('page.service')}: ${t('page.any')}`}
              onChange={(serviceId) => change({ serviceId })}
            />
            <RemoteSelect
              source={orgSource}
              value={row.orgId}
              placeholder={`${t('page.org')}: ${t('page.any')}`}
              onChange={(orgId) => change({ orgId })}
            />
            <Select
              allowClear
              value={row.type}
              placeholder={`${t('page.type')}: ${t('page.any')}`}
              aria-label={t('page.type')}
              options={types.map((value) => ({ value, label: t(`type.${value}`) }))}
              onChange={(type?: Coverage['type']) => change({ type: type ?? null })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('page.remove')}
              onClick={() => onChange(rows.filter((_, at) => at !== i))}
            />
          </div>
        )
      })}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...rows, empty])}>
        {t('page.addCoverage')}
      </Button>
    </div>
  )
}
