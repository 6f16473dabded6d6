import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listAgreements } from '../contract.ts'
import { AgreementPane, NewAgreementPane } from './AgreementPane.tsx'
import './sla.css'

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
      <div className="sla-columns">
        <nav className="zy-panel sla-list" aria-label={t('page.list')}>
          {data.items.length === 0 ? <EmptyState title={t('page.empty')} small /> : null}
          {data.items.map((a) => (
            <button
              key={a.id}
              type="button"
              aria-current={a.id === chosen ? 'true' : undefined}
              onClick={() => open(a.id)}
            >
              <strong>{a.name}</strong>
              <span className="sla-tags">
                {a.isDefault ? <Tag hue="blue">{t('page.default')}</Tag> : null}
                {a.active ? null : <StatusTag state="inactive" label={t('page.inactive')} />}
                {a.coverageCount > 0 ? (
                  <small>{t('page.coverageRows', { count: a.coverageCount })}</small>
                ) : null}
              </span>
            </button>
          ))}
        </nav>
        <div className="sla-document">
          {chosen === 'new' ? (
            <NewAgreementPane from={data.items[0]?.id} onDone={(id) => open(id)} />
          ) : chosen ? (
            <AgreementPane key={chosen} id={chosen} />
          ) : null}
        </div>
      </div>
    </div>
  )
}
