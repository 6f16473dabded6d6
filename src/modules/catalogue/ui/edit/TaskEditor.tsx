import { Button, Input, InputNumber, Select } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { lookupGroups } from '#kernel/org/contract.ts'
import { useCall } from '#web/hooks.ts'
import type { TaskDefinition } from '../../item-contract.ts'
import { FieldList } from './FieldList.tsx'
import { Labelled, MoveButtons, TargetInput } from './parts.tsx'

/** What is to be done: stages one after the other, the tasks of a stage side by side. */
export function TaskEditor({
  tasks,
  onChange,
}: {
  tasks: TaskDefinition[]
  onChange: (tasks: TaskDefinition[]) => void
}) {
  const { t } = useTranslation('catalogue')
  const groups = useCall(lookupGroups, { limit: 200 })
  const options = (groups.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))
  const add = () => {
    const taken = new Set(tasks.map((task) => task.key))
    let n = tasks.length + 1
    while (taken.has(`task${n}`)) n++
    const stage = Math.max(1, ...tasks.map((task) => task.stage))
    onChange([
      ...tasks,
      {
        key: `task${n}`,
        name: t('ui.edit.tasks'),
        nameEn: '',
        stage,
        groupId: null,
        due: null,
        instructions: '',
        result: [],
      },
    ])
  }
  return (
    <div className="zy-cat-list">
      <small>{t('ui.edit.tasksHint')}</small>
      {tasks.map((task, at) => {
        const set = (patch: Partial<TaskDefinition>) =>
          onChange(tasks.map((one, n) => (n === at ? { ...one, ...patch } : one)))
        const path = `tasks.${at}`
        return (
          <fieldset key={task.key} className="zy-cat-part">
            <legend>
              {at + 1}. {task.name}
            </legend>
            <div className="zy-cat-grid">
              <Labelled label={t('ui.edit.label')} path={`${path}.name`}>
                <Input value={task.name} maxLength={100} onChange={(e) => set({ name: e.target.value })} />
              </Labelled>
              <Labelled label={t('ui.edit.labelEn')} path={`${path}.nameEn`}>
                <Input
                  value={task.nameEn}
                  maxLength={100}
                  onChange={(e) => set({ nameEn: e.target.value })}
                />
              </Labelled>
              <Labelled label={t('ui.edit.stage')} path={`${path}.stage`}>
                <InputNumber
                  min={1}
                  max={20}
                  precision={0}
                  value={task.stage}
                  onChange={(stage) => set({ stage: stage ?? 1 })}
                />
              </Labelled>
              <Labelled label={t('ui.edit.due')}>
                <TargetInput label={t('ui.edit.due')} value={task.due} onChange={(due) => set({ due })} />
              </Labelled>
              <Labelled
                label={t('ui.edit.group')}
                hint={t('ui.edit.groupHint')}
                path={`${path}.groupId`}
                wide
              >
                <Select
                  allowClear
                  value={task.groupId}
                  options={options}
                  loading={groups.isPending}
                  onChange={(groupId) => set({ groupId: groupId ?? null })}
                />
              </Labelled>
              <Labelled label={t('ui.edit.instructions')} path={`${path}.instructions`} wide>
                <Input.TextArea
                  value={task.instructions}
                  maxLength={2000}
                  autoSize={{ minRows: 1, maxRows: 6 }}
                  onChange={(e) => set({ instructions: e.target.value })}
                />
              </Labelled>
            </div>
            <b>{t('ui.edit.results')}</b>
            <FieldList
              fields={task.result}
              path={`${path}.result`}
              addLabel={t('ui.edit.addResult')}
              onChange={(result) => set({ result })}
            />
            <MoveButtons items={tasks} at={at} name={task.name} onChange={onChange} />
          </fieldset>
        )
      })}
      <Button icon={<PlusOutlined />} onClick={add}>
        {t('ui.edit.addTask')}
      </Button>
    </div>
  )
}
