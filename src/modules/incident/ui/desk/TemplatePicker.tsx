import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { draftTemplate, listTemplates } from '#modules/canned/contract.ts'
import { call } from '#web/api.ts'
import { useExplain } from '#web/hooks.ts'
import { RemoteSelect, type RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { useCan } from '#web/session.tsx'
import type { QuickDraft } from './draft.ts'

const templateSource: RemoteSource = {
  name: 'template',
  search: async (q, signal) =>
    (await call(listTemplates, { limit: 20, ...(q ? { q } : {}) }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.title,
    })),
}

/** Fills the form in by a template; what was said about the caller stays. */
export function TemplatePicker({
  draft,
  change,
}: {
  draft: QuickDraft
  change: (patch: Partial<QuickDraft>) => void
}) {
  const { t } = useTranslation('canned')
  const can = useCan()
  const { message } = App.useApp()
  const explain = useExplain()
  if (!can('canned.use')) return null
  const use = async (id: string) => {
    try {
      const { name, title, description, type, impact, urgency, service, category, tasks } = await call(
        draftTemplate,
        { id },
      )
      change({
        ...{ title, description, type, impact, urgency },
        serviceId: service?.id ?? null,
        categoryId: category?.id ?? null,
        template: { id, name, tasks: tasks.length },
      })
    } catch (error) {
      message.error(explain(error))
    }
  }
  const { template } = draft
  return (
    <div className="zy-inc-template">
      <RemoteSelect
        source={templateSource}
        value={template?.id ?? null}
        {...(template ? { valueLabel: template.name } : {})}
        onChange={(id) => (id ? void use(id) : change({ template: null }))}
        placeholder={t('picker.template')}
        aria-label={t('picker.template')}
        style={{ width: 260 }}
      />
      {template ? (
        <span role="status">
          {t('picker.templateUsed', { name: template.name, n: template.tasks })}{' '}
          <Button size="small" type="link" onClick={() => change({ template: null })}>
            {t('picker.templateOff')}
          </Button>
        </span>
      ) : null}
    </div>
  )
}
