import { useTranslation } from 'react-i18next'
import { ImportBlock } from '#kernel/sheet/ui/ImportBlock.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { checkImports } from '../import-contract.ts'

/** Checks from a sheet, with a dry run. */
export function ImportPage() {
  const { t } = useTranslation('check')
  return (
    <div className="zy-page">
      <PageHeader title={t('page.import')} breadcrumb={[{ label: t('page.list'), to: '/checks' }]} />
      <ImportBlock
        template={checkImports.template}
        check={checkImports.check}
        apply={checkImports.take}
        rule={t('screen.import.rule')}
        invalidates={['check']}
      />
    </div>
  )
}
