import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { SideList } from '#web/kit/SideList.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listAgreements } from '../contract.ts'
import { AgreementPane, NewAgreementPane } from './AgreementPane.tsx'
import './sla.css'

type Agreement = CallOutput<typeof listAgreements>['items'][number]

/** Agreements at the left, the chosen one (`?id=`, `?id=new`) at the right. */
export function AgreementsPage() {
  const { t } = useTranslation('sla')
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const { data, error, refetch } = useCall(listAgreements, { limit: 200 })
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  const chosen = url['id'] ?? data.items[0]?.id
  const open = (id: string | undefined) => setUrl({ id }, { push: true })
  const add = can('sla.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
      {t('page.new')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('page.title')} sub={t('page.help')} actions={add} />
      <SideList
        label={t('page.list')}
        items={data.items.map((a) => ({ id: a.id, name: a.name, note: noteOf(a, t) }))}
        chosen={chosen}
        onChoose={open}
        empty={<EmptyState title={t('page.empty')} small />}
      >
        <div className="sla-document">
          {chosen === 'new' ? (
            <NewAgreementPane from={data.items[0]?.id} onDone={(id) => open(id)} />
          ) : chosen ? (
            <AgreementPane key={chosen} id={chosen} />
          ) : null}
        </div>
      </SideList>
    </div>
  )
}

function noteOf(agreement: Agreement, t: TFunction<'sla'>): ReactNode {
  const { isDefault, active, coverageCount, kind } = agreement
  if (!isDefault && active && coverageCount === 0 && kind === 'sla') return null
  return (
    <>
      {kind === 'sla' ? null : <Tag hue="violet">{t(`kind.${kind}`)}</Tag>}
      {isDefault ? <Tag hue="blue">{t('page.default')}</Tag> : null}
      {active ? null : <StatusTag state="inactive" label={t('page.inactive')} />}
      {coverageCount > 0 ? <small>{t('page.coverageRows', { count: coverageCount })}</small> : null}
    </>
  )
}
