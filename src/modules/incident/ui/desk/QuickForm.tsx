import { Checkbox, DatePicker, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { orgSource, serviceSource } from '#web/kit/sources.ts'
import { GradeTag, PriorityTag } from '#web/kit/tags.tsx'
import { fromWall, toWall } from '#web/kit/zone.ts'
import { suggestGrade } from '../../lifecycle.ts'
import { getMatrix } from '../../story-contract.ts'
import { channels, levels, types } from '../../words.ts'
import { CategorySelect } from '../parts/CategorySelect.tsx'
import { CallerField } from './CallerField.tsx'
import type { QuickDraft } from './draft.ts'
import { TemplatePicker } from './TemplatePicker.tsx'

interface QuickFormProps {
  draft: QuickDraft
  change: (patch: Partial<QuickDraft>) => void
  problem: (field: string) => string | undefined
}

/** One screen, in the order of a telephone call: who, what, how bad, and what solved it. */
export function QuickForm(props: QuickFormProps) {
  const { t } = useTranslation('incident')
  return (
    <Panel>
      <form className="zy-inc-quick-form" onSubmit={(event) => event.preventDefault()}>
        <TemplatePicker {...props} />
        <Field label={t('ui.field.caller')} required>
          <CallerField {...props} />
        </Field>
        <What {...props} />
        <HowBad {...props} />
        <Solved {...props} />
      </form>
    </Panel>
  )
}

function Field({
  label,
  required,
  error,
  half,
  children,
}: {
  label: string
  required?: boolean
  error?: string | undefined
  half?: boolean
  children: ReactNode
}) {
  return (
    <div className={half ? 'zy-inc-field zy-inc-field-half' : 'zy-inc-field'}>
      <span className="zy-inc-field-label">
        {label}
        {required ? <i aria-hidden="true"> *</i> : null}
      </span>
      <div>
        {children}
        {error ? <em role="alert">{error}</em> : null}
      </div>
    </div>
  )
}

function What({ draft, change, problem }: QuickFormProps) {
  const { t } = useTranslation('incident')
  return (
    <>
      <Field label={t('ui.field.title')} required error={problem('title')}>
        <Input
          value={draft.title}
          onChange={(event) => change({ title: event.target.value })}
          placeholder={t('ui.quick.titlePlaceholder')}
          aria-label={t('ui.field.title')}
          aria-required
          status={problem('title') ? 'error' : ''}
          maxLength={200}
        />
      </Field>
      <Field label={t('ui.field.description')} error={problem('description')}>
        <Input.TextArea
          value={draft.description}
          onChange={(event) => change({ description: event.target.value })}
          placeholder={t('ui.quick.descriptionPlaceholder')}
          aria-label={t('ui.field.description')}
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={20_000}
        />
      </Field>
      <Field label={t('ui.field.service')} half error={problem('serviceId')}>
        <RemoteSelect
          source={serviceSource}
          value={draft.serviceId}
          onChange={(serviceId) => change({ serviceId })}
          placeholder={t('web:kit.service')}
          aria-label={t('ui.field.service')}
          style={{ width: '100%' }}
        />
      </Field>
      <Field label={t('ui.field.category')} half error={problem('categoryId')}>
        <CategorySelect value={draft.categoryId} onChange={(categoryId) => change({ categoryId })} />
      </Field>
    </>
  )
}

function HowBad({ draft, change, problem }: QuickFormProps) {
  const { t } = useTranslation('incident')
  const matrix = useCall(getMatrix, {}, { staleTime: 300_000 })
  const cell = matrix.data?.items.find((one) => one.impact === draft.impact && one.urgency === draft.urgency)
  const options = (family: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${family}.${value}`) }))
  return (
    <>
      <Field label={t('ui.field.type')} half>
        <Radio.Group
          value={draft.type}
          onChange={(event) => change({ type: event.target.value as QuickDraft['type'] })}
          options={options('type', types)}
          optionType="button"
        />
      </Field>
      <Field label={t('ui.field.channel')} half error={problem('channel')}>
        <Select
          value={draft.channel}
          onChange={(channel) => change({ channel })}
          options={channels
            .filter((one) => one !== 'import' && one !== 'alert' && one !== 'api')
            .map((value) => ({ value, label: t(`channel.${value}`) }))}
          aria-label={t('ui.field.channel')}
          style={{ width: '100%' }}
        />
      </Field>
      <Field label={t('ui.field.impact')} half>
        <Radio.Group
          value={draft.impact}
          onChange={(event) => change({ impact: event.target.value as QuickDraft['impact'] })}
          options={options('level', levels)}
          optionType="button"
        />
      </Field>
      <Field label={t('ui.field.urgency')} half>
        <Radio.Group
          value={draft.urgency}
          onChange={(event) => change({ urgency: event.target.value as QuickDraft['urgency'] })}
          options={options('level', levels)}
          optionType="button"
        />
      </Field>
      <div className="zy-inc-priority" role="status">
        {cell ? (
          <>
            <span>{t('ui.quick.priorityIs')}</span>
            <PriorityTag priority={cell.priority} />
            <span>{t('ui.quick.gradeIs')}</span>
            <GradeTag grade={suggestGrade(cell.priority)} suggested />
          </>
        ) : null}
      </div>
      <Field label={t('ui.field.org')} half error={problem('orgId')}>
        <RemoteSelect
          source={orgSource}
          value={draft.orgId}
          onChange={(orgId) => change({ orgId })}
          placeholder={t('ui.quick.orgHint')}
          aria-label={t('ui.field.org')}
          style={{ width: '100%' }}
        />
      </Field>
      <Field label={t('ui.field.occurredAt')} half error={problem('occurredAt')}>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={toWall(draft.occurredAt)}
          onChange={(value) => change({ occurredAt: fromWall(value) })}
          placeholder={t('ui.quick.occurredNow')}
          aria-label={t('ui.field.occurredAt')}
          style={{ width: '100%' }}
        />
      </Field>
    </>
  )
}

function Solved({ draft, change, problem }: QuickFormProps) {
  const { t } = useTranslation('incident')
  return (
    <div className={draft.solved ? 'zy-inc-solved zy-inc-solved-yes' : 'zy-inc-solved'}>
      <Checkbox checked={draft.solved} onChange={(event) => change({ solved: event.target.checked })}>
        {t('ui.quick.solveNow')}
      </Checkbox>
      {draft.solved ? (
        <>
          <Input.TextArea
            autoFocus
            value={draft.resolution}
            onChange={(event) => change({ resolution: event.target.value })}
            placeholder={t('ui.quick.solvePlaceholder')}
            aria-label={t('ui.field.resolution')}
            status={problem('resolution') ? 'error' : ''}
            autoSize={{ minRows: 3, maxRows: 8 }}
            maxLength={10_000}
          />
          {problem('resolution') ? <em role="alert">{problem('resolution')}</em> : null}
        </>
      ) : null}
      {draft.duplicateOf && !draft.solved ? (
        <p>{t('ui.quick.duplicateOn', { number: draft.duplicateOf.number })}</p>
      ) : null}
    </div>
  )
}
