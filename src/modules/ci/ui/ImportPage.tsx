import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { ImportBlock } from '#kernel/sheet/ui/ImportBlock.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { checkCiImport, ciTemplate, importCis } from '../import-contract.ts'
import { useCatalogue } from './parts.tsx'

/** Items of one class from a sheet: the class says which columns there are. */
export function ImportPage() {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const [url, setUrl] = useUrlState()
  const { error, refetch } = catalogue.found
  if (error && !catalogue.found.data) return <ErrorState error={error} retry={() => void refetch()} />
  const cls = catalogue.classes.find((one) => one.id === url['classId'] && !one.abstract && one.active)
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.import')}
        breadcrumb={[{ label: t('ui.page.list'), to: '/cis' }, { label: t('ui.import.open') }]}
      />
      <Panel>
        <div id="ci-class-of-import">{t('ui.field.class')}</div>
        <Select
          value={cls?.id ?? null}
          onChange={(classId: string) => setUrl({ classId })}
          options={catalogue.classOptions(true)}
          showSearch={{ optionFilterProp: 'label' }}
          aria-labelledby="ci-class-of-import"
          placeholder={t('ui.create.class')}
          style={{ width: '100%', maxWidth: 360 }}
        />
        {cls ? null : <p className="zy-page-sub">{t('ui.import.rule')}</p>}
      </Panel>
      {cls ? (
        <ImportBlock
          key={cls.id}
          template={ciTemplate}
          check={checkCiImport}
          apply={importCis}
          rule={t('ui.import.rule')}
          invalidates={['ci']}
          input={{ id: cls.id }}
        />
      ) : null}
    </div>
  )
}
