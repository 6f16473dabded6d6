import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { createService, ServiceBody } from '../contract.ts'
import { useServiceFields } from './fields.tsx'

/** Registers an information system. */
export function NewServicePage() {
  const { t } = useTranslation('service')
  const navigate = useNavigate()
  const fields = useServiceFields(t)
  const create = useMove(createService, { done: t('page.created'), onProblem: () => true })
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader title={t('page.new')} breadcrumb={[{ label: t('page.title'), to: '/services' }]} />
      <Panel>
        <RecordForm
          fields={fields}
          initial={{ public: true, matchers: [] }}
          schema={ServiceBody}
          onSubmit={async (values) => {
            const made = await create.mutateAsync(values as CallInput<typeof createService>)
            await navigate({ to: '/services/$id' as never, params: { id: made.id } as never })
          }}
          onCancel={() => void navigate({ to: '/services' })}
        />
      </Panel>
    </div>
  )
}
