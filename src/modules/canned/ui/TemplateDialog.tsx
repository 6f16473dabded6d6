import { Button, Checkbox, Input, InputNumber, Modal, TreeSelect } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { levels, types } from '#modules/incident/words.ts'
import { listCategories } from '#modules/ticket/contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import { createTemplate, editTemplate } from '../contract.ts'
import { templateVariables } from '../words.ts'
import type { Template } from './CannedPage.tsx'
import { shareOf, useShareFields } from './share-fields.ts'
import { VariableText } from './VariableText.tsx'

/** What a ticket filed by it begins with, and the tasks that it gets. */
export function TemplateDialog({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const { t } = useTranslation('canned')
  const options = { done: t('saved'), onDone: onClose, onProblem: () => true as const }
  const create = useMove(createTemplate, options)
  const edit = useMove(editTemplate, options)
  const fields: FormField[] = [
    { type: 'text', name: 'name', label: t('field.title'), required: true, max: 100, autoFocus: true },
    {
      type: 'custom',
      name: 'title',
      label: t('field.ticketTitle'),
      required: true,
      render: (bound) => <VariableText {...bound} names={templateVariables} rows={1} max={200} />,
    },
    { type: 'longtext', name: 'description', label: t('field.description'), max: 20_000, rows: 3 },
    ...useClassFields(template),
    {
      type: 'custom',
      name: 'tasks',
      label: t('field.tasks'),
      render: (bound) => <TaskEditor {...bound} />,
    },
    ...useShareFields(template),
  ]
  const submit = (values: FormValues) => {
    const tasks = (values['tasks'] as Draft[] | undefined)?.filter((task) => task.title.trim()) ?? []
    const body = { ...values, tasks }
    return template
      ? edit.mutateAsync({ ...body, id: template.id, version: template.version } as CallInput<
          typeof editTemplate
        >)
      : create.mutateAsync(body as unknown as CallInput<typeof createTemplate>)
  }
  return (
    <Modal
      open
      title={t(template ? 'edit' : 'create')}
      onCancel={onClose}
      footer={null}
      width={720}
      destroyOnHidden
    >
      <RecordForm
        fields={fields}
        initial={{
          ...(template
            ? {
                name: template.name,
                title: template.title,
                description: template.description,
                type: template.type,
                impact: template.impact,
                urgency: template.urgency,
                serviceId: template.service?.id,
                categoryId: template.category?.id,
                tasks: template.tasks,
              }
            : { type: 'fault', impact: 'low', urgency: 'medium' }),
          ...shareOf(template),
        }}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  )
}

/** Type, impact, urgency, service, category. */
function useClassFields(template: Template | null): FormField[] {
  const { t, i18n } = useTranslation(['canned', 'incident'])
  const categories = useCall(listCategories, { active: 'true' as never }, { staleTime: 300_000 })
  const words = (family: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`incident:${family}.${value}`) }))
  const nameOf = (row: { name: string; nameEn: string }) =>
    i18n.language.startsWith('en') && row.nameEn ? row.nameEn : row.name
  const nodes = (categories.data?.items ?? []).map((row) => ({
    id: row.id,
    pId: row.parentId ?? 0,
    value: row.id,
    title: nameOf(row),
  }))
  return [
    { type: 'radio', name: 'type', label: t('field.type'), options: words('type', types) },
    { type: 'radio', name: 'impact', label: t('field.impact'), half: true, options: words('level', levels) },
    {
      type: 'radio',
      name: 'urgency',
      label: t('field.urgency'),
      half: true,
      options: words('level', levels),
    },
    {
      type: 'remote',
      name: 'serviceId',
      label: t('field.service'),
      half: true,
      source: serviceSource,
      ...(template?.service ? { valueLabel: template.service.name } : {}),
    },
    {
      type: 'custom',
      name: 'categoryId',
      label: t('field.category'),
      half: true,
      render: ({ value, onChange, id }) => (
        <TreeSelect
          {...(id ? { id } : {})}
          allowClear
          treeDataSimpleMode
          treeData={nodes}
          value={value ?? null}
          onChange={(next: unknown) => onChange?.(next)}
          showSearch={{ treeNodeFilterProp: 'title' }}
          style={{ width: '100%' }}
        />
      ),
    },
  ]
}

interface Draft {
  title: string
  required: boolean
  dueHours: number | null
}

function TaskEditor({ value, onChange }: { value?: unknown; onChange?: (value: unknown) => void }) {
  const { t } = useTranslation('canned')
  const tasks = (value as Draft[] | undefined) ?? []
  const set = (at: number, patch: Partial<Draft>) =>
    onChange?.(tasks.map((task, i) => (i === at ? { ...task, ...patch } : task)))
  return (
    <>
      {tasks.map((task, at) => (
        <div key={at} className="zy-template-task">
          <Input
            value={task.title}
            maxLength={200}
            placeholder={t('field.taskTitle')}
            aria-label={t('field.taskTitle')}
            onChange={(event) => set(at, { title: event.target.value })}
          />
          <Checkbox checked={task.required} onChange={(event) => set(at, { required: event.target.checked })}>
            {t('field.taskRequired')}
          </Checkbox>
          <InputNumber
            value={task.dueHours}
            min={1}
            max={8760}
            precision={0}
            placeholder={t('field.taskHours')}
            aria-label={t('field.taskHours')}
            onChange={(dueHours) => set(at, { dueHours })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('field.removeTask')}
            onClick={() => onChange?.(tasks.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={tasks.length >= 30}
        onClick={() => onChange?.([...tasks, { title: '', required: false, dueHours: null }])}
      >
        {t('field.addTask')}
      </Button>
    </>
  )
}
