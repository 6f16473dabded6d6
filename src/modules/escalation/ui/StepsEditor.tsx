import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { groupSource, personSource } from '#web/kit/sources.ts'
import { listChannels } from '../contract.ts'
import { targets, type Step } from '../lifecycle.ts'
import './escalation.css'

/** A step while it is written; `key` keeps its place on the screen. */
export type DraftStep = Step & { key: string }

let made = 0
export const newStep = (after = 0): DraftStep => ({
  key: `new-${++made}`,
  ...{
    after,
    to: ['on-duty'],
    personIds: [],
    groupIds: [],
    notice: true,
    channelIds: [],
    every: 0,
    times: 0,
  },
})

/** Who is told, after how long, by what. */
export function StepsEditor(props: {
  steps: DraftStep[]
  names: readonly { id: string; name: string }[]
  onChange: (steps: DraftStep[]) => void
}) {
  const { steps, names, onChange } = props
  const { t } = useTranslation('escalation')
  return (
    <div>
      {steps.map((step, at) => (
        <StepCard
          key={step.key}
          step={step}
          names={names}
          onChange={(more) => onChange(steps.map((one, i) => (i === at ? { ...one, ...more } : one)))}
        >
          {t('stepN', { n: at + 1 })}
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            disabled={steps.length === 1}
            aria-label={t('act.removeStep')}
            onClick={() => onChange(steps.filter((_, i) => i !== at))}
          />
        </StepCard>
      ))}
      <Button
        icon={<PlusOutlined />}
        disabled={steps.length >= 10}
        onClick={() => onChange([...steps, newStep((steps.at(-1)?.after ?? 0) + 15)])}
      >
        {t('act.addStep')}
      </Button>
    </div>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label>
      {label}
      {children}
    </label>
  )
}

function StepCard(props: {
  step: DraftStep
  names: readonly { id: string; name: string }[]
  onChange: (more: Partial<DraftStep>) => void
  children: ReactNode
}) {
  const { step, names, onChange, children } = props
  const { t } = useTranslation('escalation')
  const channels = useCall(listChannels, {}).data?.items ?? []
  const number = (key: 'after' | 'every' | 'times', max: number) => (
    <InputNumber
      value={step[key]}
      min={0}
      max={max}
      precision={0}
      style={{ width: '100%' }}
      onChange={(value) => onChange({ [key]: value ?? 0 })}
    />
  )
  const many = (key: 'personIds' | 'groupIds', source: typeof personSource) => (
    <RemoteMany
      source={source}
      value={step[key]}
      known={names.filter((one) => step[key].includes(one.id))}
      onChange={(value) => onChange({ [key]: value as string[] })}
    />
  )
  return (
    <div className="zy-esc-step">
      <header>{children}</header>
      <Labelled label={t('field.after')}>{number('after', 43_200)}</Labelled>
      <Labelled label={t('field.to')}>
        <Select
          mode="multiple"
          value={step.to}
          onChange={(to) => onChange({ to })}
          options={targets.map((value) => ({ value, label: t(`target.${value}`) }))}
        />
      </Labelled>
      {step.to.includes('person') ? (
        <Labelled label={t('field.people')}>{many('personIds', personSource)}</Labelled>
      ) : null}
      {step.to.includes('group') ? (
        <Labelled label={t('field.groups')}>{many('groupIds', groupSource)}</Labelled>
      ) : null}
      <Labelled label={t('field.ways')}>
        <Select
          mode="multiple"
          value={[...(step.notice ? ['notice'] : []), ...step.channelIds]}
          onChange={(ways: string[]) =>
            onChange({
              notice: ways.includes('notice'),
              channelIds: ways.filter((one) => one !== 'notice'),
            })
          }
          options={[
            { value: 'notice', label: t('pageMail') },
            ...channels.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      </Labelled>
      <Labelled label={t('field.every')}>{number('every', 1440)}</Labelled>
      {step.every > 0 ? <Labelled label={t('field.times')}>{number('times', 50)}</Labelled> : null}
    </div>
  )
}
