import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { atRule, ruleOf, useRuleFields } from '#kernel/calendar/ui/RuleBlock.tsx'
import { useCall, useMove } from '#web/hooks.ts'
import { FormPage } from '#web/kit/FormPage.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { groupSource, orgSource, personSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useMe } from '#web/session.tsx'
import { createPlan, editPlan, getPlan } from '../contract.ts'
import { planKinds } from '../lifecycle.ts'
import { ItemsEditor, newItem, type DraftItem } from './ItemsEditor.tsx'
import type { Plan } from './parts.tsx'

function useFields(known?: Plan): FormField[] {
  const { t } = useTranslation('round')
  const me = useMe()?.person
  const rule = useRuleFields()
  const [every, ...rest] = rule
  return [
    {
      name: 'name',
      label: t('field.name'),
      type: 'text',
      max: 100,
      required: true,
      autoFocus: true,
      half: true,
    },
    {
      name: 'kind',
      label: t('field.kind'),
      type: 'select',
      required: true,
      half: true,
      options: planKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      ...{
        name: 'orgId',
        label: t('field.org'),
        type: 'remote',
        source: orgSource,
        required: true,
        half: true,
      },
      valueLabel: known?.org.name ?? me?.orgName ?? '',
    },
    {
      ...{ name: 'groupId', label: t('field.group'), type: 'remote', source: groupSource, half: true },
      valueLabel: known?.group?.name ?? '',
    },
    { ...every!, head: t('field.rule') },
    ...rest,
    {
      name: 'moreTimes',
      label: t('field.moreTimes'),
      type: 'text',
      max: 200,
      half: true,
      hint: t('field.moreTimesHint'),
      placeholder: '15:00',
    },
    {
      name: 'graceMinutes',
      label: t('field.grace'),
      type: 'number',
      min: 5,
      max: 129_600,
      required: true,
      half: true,
      hint: t('field.graceHint'),
    },
    { name: 'active', label: t('field.active'), type: 'switch', half: true },
    {
      name: 'items',
      label: t('page.items'),
      head: t('page.items'),
      type: 'custom',
      required: true,
      render: (({ value, onChange }: { value?: DraftItem[]; onChange?: (items: DraftItem[]) => void }) => (
        <ItemsEditor items={value ?? []} onChange={(items) => onChange?.(items)} />
      )) as never,
    },
    { name: 'scan', label: t('field.scan'), type: 'switch', hint: t('field.scanHint'), half: true },
    {
      ...{
        name: 'answerableId',
        label: t('field.answerable'),
        type: 'remote',
        source: personSource,
        half: true,
      },
      valueLabel: known?.answerable?.name ?? '',
    },
    { name: 'noticeDays', label: t('field.noticeDays'), type: 'number', min: 1, max: 365, half: true },
    { name: 'remark', label: t('field.remark'), type: 'longtext', max: 1000, rows: 2 },
  ]
}

function bodyOf(values: FormValues): Record<string, unknown> {
  const { rule, rest } = ruleOf(values)
  const { moreTimes, items, ...plain } = rest
  return {
    ...plain,
    rule,
    groupId: plain['groupId'] ?? null,
    answerableId: plain['answerableId'] ?? null,
    remark: plain['remark'] ?? null,
    scan: plain['scan'] ?? false,
    active: plain['active'] ?? false,
    moreTimes: ((moreTimes as string | undefined) ?? '').split(/[\s,，、;；]+/).filter(Boolean),
    items: ((items as DraftItem[] | undefined) ?? []).map(({ key: _key, ...item }) => item),
  }
}

/** A problem in an item is shown at the items, with its words. */
const fieldOf = (path: string): string =>
  path.startsWith('items.') ? 'items' : path.replace(/^moreTimes\..*/, 'moreTimes')

export function NewPlanPage() {
  const { t } = useTranslation('round')
  const navigate = useNavigate()
  const me = useMe()?.person
  const fields = useFields()
  const create = useMove(createPlan, {
    done: t('done.saved'),
    onProblem: () => true,
    onDone: ({ id }) => void navigate({ to: `/round-plans/${id}` }),
  })
  return (
    <FormPage
      title={t('page.newPlan')}
      breadcrumb={[{ label: t('page.plans'), to: '/rounds?tab=plans' }, { label: t('page.newPlan') }]}
    >
      <RecordForm
        fields={fields}
        fieldOf={fieldOf}
        initial={{
          ...{
            kind: 'room',
            orgId: me?.orgId,
            every: 'workday',
            n: 1,
            months: [],
            at: '09:00',
            closed: 'next',
          },
          ...{ graceMinutes: 120, active: true, noticeDays: 15, items: [newItem()] },
        }}
        onSubmit={(values) => create.mutateAsync(bodyOf(values) as never).catch(rethrow)}
        onCancel={() => void navigate({ to: '/rounds?tab=plans' })}
      />
    </FormPage>
  )
}

const rethrow = (error: unknown): never => {
  throw atRule(error)
}

export function EditPlanPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getPlan, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Edit key={id} plan={data} />
}

function Edit({ plan }: { plan: Plan }) {
  const { t } = useTranslation('round')
  const navigate = useNavigate()
  const fields = useFields(plan)
  const back = () => void navigate({ to: `/round-plans/${plan.id}` })
  const save = useMove(editPlan, { done: t('done.saved'), onProblem: () => true, onDone: back })
  const { id, version, name, kind, org, group, rule, moreTimes, graceMinutes, scan, answerable } = plan
  return (
    <FormPage
      title={t('page.editPlan')}
      breadcrumb={[
        { label: t('page.plans'), to: '/rounds?tab=plans' },
        { label: plan.name, to: `/round-plans/${plan.id}` },
        { label: t('page.editPlan') },
      ]}
    >
      <RecordForm
        fields={fields}
        fieldOf={fieldOf}
        initial={{
          ...{ name, kind, orgId: org.id, groupId: group?.id, ...rule, graceMinutes, scan },
          ...{
            answerableId: answerable?.id,
            noticeDays: plan.noticeDays,
            remark: plan.remark,
            active: plan.active,
          },
          moreTimes: moreTimes.join(' '),
          items: plan.items.map((item) => ({ ...item, key: item.id })),
        }}
        onSubmit={(values) => save.mutateAsync({ id, version, ...bodyOf(values) } as never).catch(rethrow)}
        onCancel={back}
      />
    </FormPage>
  )
}
