import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { editProblem } from '../contract.ts'
import { causeCategories } from '../words.ts'
import { useContentFields } from './CreateDialog.tsx'
import type { Problem } from './parts.tsx'

type Part = 'content' | 'cause' | 'known'

/** What an emptied input says: the form leaves it out. */
const emptied: Record<Part, FormValues> = {
  content: { description: '', serviceIds: [], categoryId: null, groupId: null, ownerId: null },
  cause: { rootCause: '', rootCauseCategory: null },
  known: { symptoms: [], workaround: '' },
}

/** Changes one part of a problem: what it is about, its root cause, its known error. */
export function EditDialog({
  problem,
  part,
  onClose,
}: {
  problem: Problem
  part: Part
  onClose: () => void
}) {
  const { t } = useTranslation('problem')
  const content = useContentFields(problem)
  const edit = useMove(editProblem, { done: t('ui.edit.done'), onProblem: () => true })
  const cause: FormField[] = [
    { name: 'rootCause', type: 'longtext', label: t('ui.cause.statement'), max: 5000, autoFocus: true },
    {
      name: 'rootCauseCategory',
      type: 'select',
      label: t('ui.cause.category'),
      options: causeCategories.map((value) => ({ value, label: t(`cause.${value}`) })),
    },
  ]
  const known: FormField[] = [
    {
      name: 'symptoms',
      type: 'custom',
      label: t('ui.known.symptoms'),
      hint: t('ui.known.symptomsHint'),
      render: ({ value, onChange, id }) => (
        <Select
          {...(id ? { id } : {})}
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={['，', ',', '、', ';', '；']}
          value={(value as string[] | undefined) ?? []}
          {...(onChange ? { onChange } : {})}
          style={{ width: '100%' }}
        />
      ),
    },
    {
      name: 'workaround',
      type: 'longtext',
      label: t('ui.known.workaround'),
      hint: t('ui.known.workaroundHint'),
      max: 5000,
    },
  ]
  const fields = { content, cause, known }[part]
  const { title, description, priority, rootCause, rootCauseCategory, symptoms, workaround } = problem
  const initial = {
    content: {
      ...{ title, description, priority },
      serviceIds: problem.services.map((one) => one.id),
      categoryId: problem.category?.id,
      groupId: problem.group?.id,
      ownerId: problem.owner?.id,
    },
    cause: { rootCause, rootCauseCategory: rootCauseCategory ?? undefined },
    known: { symptoms, workaround },
  }[part]
  return (
    <FormDialog
      title={t(`ui.edit.${part}`)}
      width={part === 'content' ? 720 : 560}
      fields={fields}
      initial={initial}
      onClose={onClose}
      onSubmit={(values) =>
        edit.mutateAsync({
          ...emptied[part],
          ...values,
          id: problem.id,
          version: problem.version,
        } as CallInput<typeof editProblem>)
      }
    />
  )
}
