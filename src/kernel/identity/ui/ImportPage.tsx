import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { checkOrgImport, importOrgs, orgTemplate } from '#kernel/org/import-contract.ts'
import { ImportBlock } from '#kernel/sheet/ui/ImportBlock.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { checkPeopleImport, importPeople, peopleTemplate } from '../import-contract.ts'

/** People and units from tables: for the system administrator, when an installation begins and when staff changes. */
export function ImportPage() {
  const { t } = useTranslation('identity')
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const people = {
    key: 'people',
    label: t('import.people'),
    children: (
      <ImportBlock
        template={peopleTemplate}
        check={checkPeopleImport}
        apply={importPeople}
        rule={t('import.peopleRule')}
        invalidates={['people']}
      />
    ),
  }
  const orgs = {
    key: 'orgs',
    label: t('import.orgs'),
    children: (
      <ImportBlock
        template={orgTemplate}
        check={checkOrgImport}
        apply={importOrgs}
        rule={t('import.orgsRule')}
        invalidates={['org', 'people']}
      />
    ),
  }
  return (
    <div className="zy-page">
      <PageHeader title={t('import.title')} sub={t('import.sub')} />
      <Tabs
        items={can('org.manage') ? [people, orgs] : [people]}
        activeKey={url['table'] === 'orgs' ? 'orgs' : 'people'}
        onChange={(table) => setUrl({ table })}
      />
    </div>
  )
}
