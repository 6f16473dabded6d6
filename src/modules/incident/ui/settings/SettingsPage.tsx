import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { CategoryEditor } from './CategoryEditor.tsx'
import { MatrixEditor } from './MatrixEditor.tsx'
import { RulesEditor } from './RulesEditor.tsx'
import '../incident.css'
import './settings.css'

/** What an O&M manager sets for incidents: priority, dispatch, categories. */
export function SettingsPage() {
  const { t } = useTranslation('incident')
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const tabs = [
    { key: 'matrix', permission: 'incident.configure', children: <MatrixEditor /> },
    { key: 'rules', permission: 'incident.configure', children: <RulesEditor /> },
    { key: 'categories', permission: 'ticket.configure', children: <CategoryEditor /> },
  ].filter(({ permission }) => can(permission))
  return (
    <div className="zy-page">
      <PageHeader title={t('ui.settings.title')} />
      <div className="zy-panel zy-pad">
        <Tabs
          activeKey={url['tab'] ?? tabs[0]?.key ?? ''}
          onChange={(tab) => setUrl({ tab: tab === tabs[0]?.key ? undefined : tab }, { push: true })}
          destroyOnHidden
          items={tabs.map(({ key, children }) => ({ key, label: t(`ui.settings.${key}`), children }))}
        />
      </div>
    </div>
  )
}
