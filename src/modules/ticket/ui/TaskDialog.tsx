import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { memberSource } from '#web/kit/sources.ts'
import { useCan } from '#web/session.tsx'
import { addTask, editTask } from '../task-contract.ts'
import type { Task } from './TasksOfTicket.tsx'

/** A new task, or another owner, due time or wording of one. */
export function TaskDialog({
  ticketId,
  task,
  onClose,
}: {
  ticketId: string
  task: Task | null
  onClose: () => void
}) {
  const { t } = useTranslation('ticket')
  const can = useCan()
  const options = {
    done: t(task ? 'task.saved' : 'task.added'),
    onDone: onClose,
    onProblem: () => true as const,
  }
  const add = useMove(addTask, options)
  const edit = useMove(editTask, options)
  const fields: FormField[] = [
    { type: 'text', name: 'title', label: t('task.what'), required: true, max: 200, autoFocus: true },
    // vendors' engineers may not look into groups; they have tasks, and give none
    ...(can('group.lookup')
      ? [
          {
            type: 'remote' as const,
            name: 'ownerId',
            label: t('task.owner'),
            half: true,
            source: memberSource,
            placeholder: t('task.nobody'),
            ...(task?.owner ? { valueLabel: task.owner.name } : {}),
          },
        ]
      : []),
    { type: 'datetime', name: 'dueAt', label: t('task.due'), half: true },
    ...(task
      ? []
      : [
          {
            type: 'switch' as const,
            name: 'required',
            label: t('task.required'),
            hint: t('task.requiredHint'),
          },
        ]),
  ]
  const submit = (values: FormValues) =>
    task
      ? edit.mutateAsync({
          ...{ id: task.id, version: task.version },
          title: String(values['title']),
          ...(can('group.lookup') ? { ownerId: (values['ownerId'] as string | undefined) ?? null } : {}),
          dueAt: (values['dueAt'] as string | undefined) ?? null,
        })
      : add.mutateAsync({ id: ticketId, ...values } as CallInput<typeof addTask>)
  return (
    <Modal
      open
      title={t(task ? 'task.edit' : 'task.add')}
      onCancel={onClose}
      footer={null}
      width={520}
      destroyOnHidden
    >
      <RecordForm
        fields={fields}
        initial={task ? { title: task.title, ownerId: task.owner?.id, dueAt: task.dueAt ?? undefined } : {}}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  )
}
