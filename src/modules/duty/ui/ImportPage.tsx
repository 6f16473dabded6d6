import { useTranslation } from 'react-i18next'
import { ImportBlock } from '#kernel/sheet/ui/ImportBlock.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { rosterImport } from '../contract.ts'

/** People of shifts from a table: dry run, then all rows or the good ones. */
export function ImportPage() {
  const { t } = useTranslation('duty')
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.import')}
        breadcrumb={[{ label: t('page.teams'), to: '/duty-teams' }, { label: t('page.import') }]}
      />
      <ImportBlock
        template={rosterImport.template}
        check={rosterImport.check}
        apply={rosterImport.take}
        rule={t('screen.import.rule')}
        invalidates={['duty']}
      />
    </div>
  )
}
