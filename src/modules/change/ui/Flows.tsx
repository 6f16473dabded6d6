import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { colon, comma } from '#web/kit/marks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { listFlows, saveFlow, type FlowApprover, type FlowStep } from '../plan-contract.ts'

type Flow = CallOutput<typeof listFlows>['items'][number]
const roles = ['manager', 'duty-leader', 'engineer', 'desk'] as const
const modes = ['one', 'all', 'any'] as const

/** One approver as the value of a choice, and back. */
const valueOf = (one: FlowApprover): string =>
  one.kind === 'role'
    ? `role:${one.role}`
    : one.kind === 'relation'
      ? one.relation
      : one.kind === 'implementing-group-leader'
        ? 'group-leader'
        : JSON.stringify(one)
const approverOf = (value: string): FlowApprover =>
  value.startsWith('role:')
    ? { kind: 'role', role: value.slice(5) }
    : value === 'group-leader'
      ? { kind: 'implementing-group-leader' }
      : value === 'requester-leader' || value === 'org-leader'
        ? { kind: 'relation', relation: value }
        : (JSON.parse(value) as FlowApprover)

function useWords() {
  const { t } = useTranslation('change')
  const approver = (one: FlowApprover): string => {
    if (one.kind === 'role')
      return (roles as readonly string[]).includes(one.role)
        ? t(`ui.settings.role.${one.role as 'manager'}`)
        : one.role
    if (one.kind === 'implementing-group-leader') return t('ui.settings.approver.group-leader')
    if (one.kind === 'relation') return t(`ui.settings.approver.${one.relation}`)
    return one.kind
  }
  // shipped names are keys of this room
  const step = (name: string): string =>
    name.startsWith('t:change:') ? t(name.slice('t:change:'.length) as 'step.group') : name
  return { approver, step }
}

/** Who signs changes of each kind and risk. */
export function Flows() {
  const { t } = useTranslation('change')
  const words = useWords()
  const { data } = useCall(listFlows, {})
  const [editing, setEditing] = useState<Flow | null>(null)
  if (!data) return <Bars rows={6} />
  return (
    <>
      <p className="chg-explain">{t('ui.settings.flowsHint')}</p>
      <div className="chg-setting-grid">
        {data.items.map((flow) => (
          <Panel
            key={flow.key}
            title={t(`ui.settings.flow.${flow.key}`)}
            actions={
              <Button
                size="small"
                onClick={() => setEditing(flow)}
                aria-label={`${t('ui.action.edit')} ${t(`ui.settings.flow.${flow.key}`)}`}
              >
                {t('ui.action.edit')}
              </Button>
            }
          >
            {flow.steps.length === 0 ? <p className="chg-none">{t('ui.settings.nobody')}</p> : null}
            <ol className="chg-tasks">
              {flow.steps.map((step, i) => (
                <li key={i}>
                  <span>
                    {words.step(step.name)}
                    <small>
                      {t(`ui.settings.mode.${step.mode}`)}
                      {colon()}
                      {step.by.map(words.approver).join(comma())}
                      {step.hours ? ` · ${t('ui.settings.hours')} ${step.hours}` : ''}
                    </small>
                  </span>
                </li>
              ))}
            </ol>
            {flow.shipped ? <small className="chg-none">{t('ui.settings.shipped')}</small> : null}
          </Panel>
        ))}
      </div>
      {editing ? <FlowDialog flow={editing} onClose={() => setEditing(null)} /> : null}
    </>
  )
}

function FlowDialog({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const { t } = useTranslation('change')
  const words = useWords()
  const [steps, setSteps] = useState<FlowStep[]>(() =>
    flow.steps.map((step) => ({ ...step, name: words.step(step.name) })),
  )
  const save = useMove(saveFlow, { done: t('ui.done.saved'), onDone: onClose })
  const change = (at: number, patch: Partial<FlowStep>) =>
    setSteps((all) => all.map((step, i) => (i === at ? { ...step, ...patch } : step)))
  const known: FlowApprover[] = [
    { kind: 'implementing-group-leader' },
    { kind: 'relation', relation: 'requester-leader' },
    { kind: 'relation', relation: 'org-leader' },
    ...roles.map((role) => ({ kind: 'role' as const, role })),
  ]
  const ready = steps.every((step) => step.name.trim() !== '' && step.by.length > 0)
  return (
    <Modal
      open
      width={720}
      title={t(`ui.settings.flow.${flow.key}`)}
      onCancel={onClose}
      okText={t('web:action.save')}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={save.isPending}
      onOk={() => save.mutate({ key: flow.key, version: flow.version, steps })}
    >
      {steps.map((step, i) => (
        <div key={i} className="chg-step">
          <Input
            value={step.name}
            maxLength={100}
            aria-label={t('ui.settings.stepName')}
            placeholder={t('ui.settings.stepName')}
            onChange={(event) => change(i, { name: event.target.value })}
          />
          <Select
            value={step.mode}
            aria-label={t('ui.settings.by')}
            onChange={(mode) => change(i, { mode })}
            options={modes.map((value) => ({ value, label: t(`ui.settings.mode.${value}`) }))}
          />
          <Select
            mode="multiple"
            className="chg-step-by"
            value={step.by.map(valueOf)}
            aria-label={t('ui.settings.by')}
            placeholder={t('ui.settings.by')}
            onChange={(values: string[]) => change(i, { by: values.map(approverOf) })}
            options={[...known, ...step.by]
              .map((one) => ({ value: valueOf(one), label: words.approver(one) }))
              .filter((one, at, all) => all.findIndex((other) => other.value === one.value) === at)}
          />
          <InputNumber
            min={1}
            max={500}
            value={step.hours}
            aria-label={t('ui.settings.hours')}
            placeholder={t('ui.settings.hours')}
            onChange={(hours) => change(i, { hours })}
          />
          <Button
            icon={<DeleteOutlined />}
            aria-label={t('web:action.remove')}
            onClick={() => setSteps((all) => all.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      {steps.length === 0 ? <p className="chg-none">{t('ui.settings.nobody')}</p> : null}
      <Button
        icon={<PlusOutlined />}
        disabled={steps.length >= 10}
        onClick={() => setSteps((all) => [...all, { name: '', mode: 'any', by: [], hours: 8 }])}
      >
        {t('ui.settings.addStep')}
      </Button>
    </Modal>
  )
}
