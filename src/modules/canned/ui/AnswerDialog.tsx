import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { createAnswer, editAnswer } from '../contract.ts'
import { answerVariables } from '../words.ts'
import type { Answer } from './CannedPage.tsx'
import { shareOf, useShareFields } from './share-fields.ts'
import { VariableText } from './VariableText.tsx'

export function AnswerDialog({ answer, onClose }: { answer: Answer | null; onClose: () => void }) {
  const { t } = useTranslation('canned')
  const options = { done: t('saved'), onDone: onClose, onProblem: () => true as const }
  const create = useMove(createAnswer, options)
  const edit = useMove(editAnswer, options)
  const fields: FormField[] = [
    { type: 'text', name: 'title', label: t('field.title'), required: true, max: 100, autoFocus: true },
    {
      type: 'custom',
      name: 'body',
      label: t('field.body'),
      required: true,
      hint: t('field.escape'),
      render: (bound) => <VariableText {...bound} names={answerVariables} rows={5} max={10_000} />,
    },
    ...useShareFields(answer),
  ]
  const submit = (values: FormValues) =>
    answer
      ? edit.mutateAsync({ ...values, id: answer.id, version: answer.version } as CallInput<
          typeof editAnswer
        >)
      : create.mutateAsync(values as CallInput<typeof createAnswer>)
  return (
    <Modal
      open
      title={t(answer ? 'edit' : 'create')}
      onCancel={onClose}
      footer={null}
      width={640}
      destroyOnHidden
    >
      <RecordForm
        fields={fields}
        initial={{ title: answer?.title, body: answer?.body, ...shareOf(answer) }}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  )
}
