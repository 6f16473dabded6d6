import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ImportBlock } from '../../sheet/ui/ImportBlock.tsx'
import type { LedgerUi } from './types.ts'
import { useLedgerWords } from './words.ts'

/** Import of a ledger from a sheet: template, dry run, write. */
export function LedgerImportPage({ ui }: { ui: LedgerUi }) {
  const { def, template, checkImport, import: apply } = ui.endpoints
  const words = useLedgerWords(def)
  const key = def.importKey ? words.column(def.importKey) : null
  return (
    <div className="zy-page">
      <PageHeader
        title={words.t('ledger:importTitle', { title: words.title })}
        breadcrumb={[{ label: words.title, to: def.path }, { label: words.t('ledger:import') }]}
      />
      <ImportBlock
        template={template}
        check={checkImport}
        apply={apply}
        rule={key ? words.t('ledger:importRuleKey', { key }) : words.t('ledger:importRule')}
        invalidates={[def.room]}
      />
    </div>
  )
}
