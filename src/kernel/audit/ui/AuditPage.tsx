import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useUrlState } from '#web/url.ts'
import { EntriesTab } from './EntriesTab.tsx'
import { SealsTab } from './SealsTab.tsx'
import { VerifyTab } from './VerifyTab.tsx'
import './audit.css'

const tabs = { entries: EntriesTab, seals: SealsTab, verify: VerifyTab } as const
type Tab = keyof typeof tabs

/** The audit administrator's desk: what was done, how it is sealed, and whether it is still as it was sealed. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const [url, setUrl] = useUrlState()
  const tab: Tab = url['tab'] === 'seals' || url['tab'] === 'verify' ? url['tab'] : 'entries'
  const Body = tabs[tab]
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.title')}
        sub={t(`page.sub.${tab}`)}
        actions={
          <Segmented<Tab>
            aria-label={t('page.title')}
            value={tab}
            options={(Object.keys(tabs) as Tab[]).map((value) => ({ value, label: t(`page.${value}`) }))}
            onChange={(next) => setUrl({ tab: next === 'entries' ? undefined : next }, { push: true })}
          />
        }
      />
      <Body />
    </div>
  )
}
