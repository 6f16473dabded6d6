import { Button, Input, Select } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { ApprovalDefinition, Approver } from '#kernel/approval/definition-contract.ts'
import type { ItemDefinition } from '../../item-contract.ts'
import { Labelled, MoveButtons, TargetInput } from './parts.tsx'
import { colon } from '#web/kit/marks.ts'

type Step = ApprovalDefinition['steps'][number]
const modes = ['any', 'all', 'one'] as const

/** Shown as one choice: relations and roles can be chosen; what else there is stays as it is. */
const keyOf = (by: Approver): string =>
  by.kind === 'relation' ? by.relation : by.kind === 'role' ? `role:${by.role}` : JSON.stringify(by)
const approverOf = (key: string): Approver => {
  if (key === 'requester-leader' || key === 'org-leader') return { kind: 'relation', relation: key }
  if (key.startsWith('role:')) return { kind: 'role', role: key.slice(5) }
  return JSON.parse(key) as Approver
}
const roles = ['manager', 'duty-leader', 'desk', 'engineer', 'asset-keeper', 'finance'] as const

/** Who approves, step by step; no step, no approval. */
export function ApprovalEditor({
  item,
  onChange,
}: {
  item: ItemDefinition
  onChange: (patch: Partial<ItemDefinition>) => void
}) {
  const { t } = useTranslation('catalogue')
  const steps = item.approval?.steps ?? []
  const set = (next: Step[]) =>
    onChange({ approval: next.length > 0 ? { ...item.approval, steps: next } : null })
  const add = () =>
    set([
      ...steps,
      {
        name: 't:catalogue:step.leader',
        mode: 'any',
        by: [{ kind: 'relation', relation: 'requester-leader' }],
      },
    ])
  const owners = item.form.filter(
    (field) => (field.type === 'org' || field.type === 'service') && field.required && !field.shownWhen,
  )
  return (
    <div className="zy-cat-list">
      <small>{t('ui.edit.approvalHint')}</small>
      {steps.map((step, at) => (
        <StepEditor
          key={at}
          step={step}
          at={at}
          steps={steps}
          onChange={(next) => set(steps.map((one, n) => (n === at ? next : one)))}
          onSteps={set}
        />
      ))}
      <Button icon={<PlusOutlined />} onClick={add}>
        {t('ui.edit.addStep')}
      </Button>
      {steps.length > 0 && (owners.length > 0 || item.approvalField) ? (
        <Labelled label={t('ui.edit.approvalField')} path="approvalField">
          <Select
            allowClear
            value={item.approvalField}
            placeholder={t('ui.edit.approvalFieldNone')}
            options={owners.map((field) => ({ value: field.key, label: field.label }))}
            onChange={(value) => onChange({ approvalField: value ?? null })}
          />
        </Labelled>
      ) : null}
    </div>
  )
}

function StepEditor({
  step,
  at,
  steps,
  onChange,
  onSteps,
}: {
  step: Step
  at: number
  steps: Step[]
  onChange: (step: Step) => void
  onSteps: (steps: Step[]) => void
}) {
  const { t } = useTranslation()
  // a shipped name is the key of a text; shown in words, and kept until somebody writes another
  const shown = step.name.startsWith('t:') ? t(step.name.slice(2)) : step.name
  const path = `approval.steps.${at}`
  const others = step.by
    .filter((by) => by.kind !== 'relation' && by.kind !== 'role')
    .map((by) => ({ value: keyOf(by), label: t('catalogue:ui.edit.approvers.other') }))
  return (
    <fieldset className="zy-cat-part">
      <legend>
        {at + 1}. {shown}
      </legend>
      <div className="zy-cat-grid">
        <Labelled label={t('catalogue:ui.edit.stepName')} path={`${path}.name`}>
          <Input
            value={shown}
            maxLength={100}
            onChange={(event) => onChange({ ...step, name: event.target.value })}
          />
        </Labelled>
        <Labelled label={t('catalogue:ui.edit.mode')}>
          <Select
            value={step.mode}
            options={modes.map((mode) => ({ value: mode, label: t(`catalogue:ui.edit.modes.${mode}`) }))}
            onChange={(mode) => onChange({ ...step, mode })}
          />
        </Labelled>
        <Labelled label={t('catalogue:ui.edit.approver')} path={`${path}.by`} wide>
          <Select
            mode="multiple"
            value={step.by.map(keyOf)}
            options={[
              ...(['requester-leader', 'org-leader'] as const).map((value) => ({
                value: value as string,
                label: t(`catalogue:ui.edit.approvers.${value}`),
              })),
              ...roles.map((role) => ({
                value: `role:${role}`,
                label: `${t('catalogue:ui.edit.approvers.role')}${colon()}${t(`catalogue:ui.role.${role}`)}`,
              })),
              ...others,
            ]}
            onChange={(keys) => onChange({ ...step, by: keys.map(approverOf) })}
          />
        </Labelled>
        <Labelled label={t('catalogue:ui.edit.due')}>
          <TargetInput
            label={t('catalogue:ui.edit.due')}
            value={step.deadline ?? null}
            onChange={(deadline) => {
              const { deadline: _old, ...rest } = step
              onChange(deadline ? { ...rest, deadline } : rest)
            }}
          />
        </Labelled>
      </div>
      <MoveButtons items={steps} at={at} name={shown} onChange={onSteps} />
    </fieldset>
  )
}
