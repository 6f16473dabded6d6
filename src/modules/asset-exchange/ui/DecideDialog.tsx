import { useTranslation } from 'react-i18next'
import { lookupReferences } from '#kernel/ledger/contract.ts'
import { call } from '#web/api.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { decideRow } from '../contract.ts'
import type { Decision } from '../lifecycle.ts'
import type { Row } from './parts.tsx'
import { Sides } from './Sides.tsx'

/** Classes by name or code: of a draft, where the bureau's code is none of ours. */
const classSource: RemoteSource = {
  name: 'asset-class-reference',
  search: async (q, signal) =>
    (await call(lookupReferences, { to: 'asset-class', q }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.detail ?? '',
    })),
}

/** Whether the bureau's class has a name here: only then is it one of ours. */
const classKnown = (row: Row): boolean =>
  row.fields.some(({ key, theirs }) => key === 'class' && theirs?.includes(' ') === true)

function useFields(row: Row, decision: Decision): FormField[] {
  const { t } = useTranslation('asset-exchange')
  const must = decision === 'keep' || decision === 'explain'
  const reason: FormField = {
    name: 'reason',
    label: t(must ? 'screen.field.reason' : 'screen.field.reasonOptional'),
    type: 'longtext',
    max: 1000,
    rows: 3,
    required: must,
  }
  if (decision !== 'create' || classKnown(row)) return [reason]
  const classField: FormField = {
    name: 'classId',
    label: t('screen.field.classId'),
    type: 'remote',
    source: classSource,
    required: true,
  }
  return [classField, reason]
}

/** One decision about one row, with both sides before the eyes. */
export function DecideDialog(props: { runId: string; row: Row; decision: Decision; onClose: () => void }) {
  const { runId, row, decision, onClose } = props
  const { t } = useTranslation('asset-exchange')
  const fields = useFields(row, decision)
  const move = useMove(decideRow, { done: t('screen.done.saved'), onProblem: () => true })
  const shown = decision === 'take' ? { ...row, fields: row.fields.filter((one) => one.open) } : row
  return (
    <FormDialog
      title={t(`screen.decision.${decision}`)}
      above={
        <>
          <p className="zy-page-sub">{t(`screen.hint.${decision}`)}</p>
          <p>
            <strong>{row.name}</strong> {row.card}
          </p>
          <Sides row={shown} />
        </>
      }
      fields={fields}
      submitLabel={t(`screen.decision.${decision}`)}
      onSubmit={async (values) => {
        await move.mutateAsync({
          id: runId,
          seq: row.seq,
          version: row.version,
          decision,
          ...values,
        } as never)
      }}
      onClose={onClose}
    />
  )
}
