import { Modal } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { createArticle } from '../contract.ts'
import { kinds } from '../words.ts'

/** Title and kind first: pictures need an article to belong to. Open while the address says `?new=article`. */
export function CreateDialog() {
  const { t } = useTranslation('knowledge')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const create = useMove(createArticle, { onProblem: () => true })
  const kind = kinds.find((one) => one === url['new'])
  const close = () => setUrl({ new: undefined })
  return (
    <Modal
      open={kind !== undefined && can('knowledge.write')}
      title={t('ui.create.title')}
      onCancel={close}
      footer={null}
      destroyOnHidden
    >
      <RecordForm
        fields={[
          {
            name: 'kind',
            type: 'radio',
            label: t('ui.field.kind'),
            required: true,
            options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
          {
            name: 'title',
            type: 'text',
            label: t('ui.field.title'),
            required: true,
            max: 200,
            autoFocus: true,
          },
        ]}
        initial={{ kind: kind ?? 'article' }}
        submitLabel={t('ui.create.go')}
        onCancel={close}
        onSubmit={async (values) => {
          const made = await create.mutateAsync(values as { title: string })
          await navigate({ to: '/articles/$id/edit', params: { id: made.id } })
        }}
      />
    </Modal>
  )
}
