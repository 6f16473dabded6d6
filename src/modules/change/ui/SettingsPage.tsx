import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { useUrlState } from '#web/url.ts'
import { getSetting, putSetting } from '../plan-contract.ts'
import { Flows } from './Flows.tsx'
import { Freezes, Templates } from './Kept.tsx'
import './change.css'

/** What the manager keeps for changes: who signs, templates, freezes, rules. */
export function SettingsPage() {
  const { t } = useTranslation('change')
  const [url, setUrl] = useUrlState()
  const tabs = [
    { key: 'flows', label: t('ui.settings.flows'), children: <Flows /> },
    { key: 'templates', label: t('ui.settings.templates'), children: <Templates /> },
    { key: 'freezes', label: t('ui.settings.freezes'), children: <Freezes /> },
    { key: 'rules', label: t('ui.settings.rules'), children: <Rules /> },
  ]
  const active = tabs.find((tab) => tab.key === url['tab'])?.key ?? 'flows'
  return (
    <div className="zy-page">
      <PageHeader title={t('ui.page.settings')} />
      <Tabs
        items={tabs}
        activeKey={active}
        destroyOnHidden
        onChange={(tab) => setUrl({ tab }, { push: true })}
      />
    </div>
  )
}

function Rules() {
  const { t } = useTranslation('change')
  const { data } = useCall(getSetting, {})
  const save = useMove(putSetting, { done: t('ui.done.saved'), onProblem: () => true })
  if (!data) return null
  return (
    <Panel>
      <RecordForm
        key={data.version}
        initial={{ ...data }}
        fields={[
          { name: 'holidaysFreeze', label: t('ui.settings.holidaysFreeze'), type: 'switch' },
          {
            name: 'ratifyHours',
            label: t('ui.settings.ratifyHours'),
            type: 'number',
            min: 1,
            max: 720,
            required: true,
            half: true,
          },
        ]}
        onSubmit={({ holidaysFreeze, ratifyHours }) =>
          save.mutateAsync({
            holidaysFreeze: holidaysFreeze === true,
            ratifyHours,
            version: data.version,
          } as CallInput<typeof putSetting>)
        }
      />
    </Panel>
  )
}
