import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { atRule, ruleOf, useRuleFields } from '#kernel/calendar/ui/RuleBlock.tsx'
import { business } from '#kernel/permission/words.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormPage } from '#web/kit/FormPage.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { groupSource, orgSource, serviceSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useMe } from '#web/session.tsx'
import { createQuestionnaire, editQuestionnaire, getQuestionnaire } from '../contract.ts'
import type { Question } from '../form-contract.ts'
import { audienceKinds } from '../words.ts'
import type { Questionnaire } from './parts.tsx'
import { newQuestion, QuestionsEditor } from './QuestionsEditor.tsx'

const kind = (wanted: string) => (values: FormValues) => values['audienceKind'] === wanted

function useAudienceFields(known?: Questionnaire): FormField[] {
  const { t } = useTranslation()
  const names = Object.entries(known?.names ?? {}).map(([id, name]) => ({ id, name }))
  const many = (name: string, source: typeof orgSource): FormField => ({
    ...{
      name,
      label: t(`survey:field.${name === 'orgIds' ? 'orgs' : 'groups'}`),
      type: 'custom',
      required: true,
    },
    when: kind(name === 'orgIds' ? 'orgs' : 'groups'),
    render: (({ value, onChange }: { value?: unknown; onChange?: (value: unknown) => void }) => (
      <RemoteMany source={source} value={value} known={names} {...(onChange ? { onChange } : {})} />
    )) as never,
  })
  const service = known?.audience.kind === 'requesters' ? known.audience.serviceId : null
  return [
    {
      name: 'audienceKind',
      label: t('survey:field.audience'),
      head: t('survey:field.audience'),
      type: 'radio',
      required: true,
      options: audienceKinds.map((value) => ({ value, label: t(`survey:audience.${value}`) })),
    },
    many('orgIds', orgSource),
    many('groupIds', groupSource),
    {
      ...{ name: 'roles', label: t('survey:field.roles'), type: 'select', multiple: true, required: true },
      when: kind('roles'),
      // a unit's own roles can be asked for by their orgs or groups
      options: business.map((value) => ({ value, label: t(`survey:role.${value}`) })),
    },
    {
      ...{
        name: 'serviceId',
        label: t('survey:field.service'),
        type: 'remote',
        source: serviceSource,
        half: true,
      },
      when: kind('requesters'),
      valueLabel: service ? (known?.names[service] ?? '') : '',
    },
    {
      ...{ name: 'months', label: t('survey:field.months'), type: 'number', min: 1, max: 36, half: true },
      required: true,
      when: kind('requesters'),
    },
    {
      ...{ name: 'sample', label: t('survey:field.sample'), type: 'number', min: 5, max: 20_000, half: true },
      hint: t('survey:field.sampleHint'),
    },
  ]
}

function useFields(known?: Questionnaire): FormField[] {
  const { t } = useTranslation('survey')
  const me = useMe()?.person
  const audience = useAudienceFields(known)
  const rule = useRuleFields().map((one): FormField => ({
    ...one,
    when: (v) => v['periodic'] === true && (one.when?.(v) ?? true),
  }))
  return [
    {
      ...{ name: 'title', label: t('field.title'), type: 'text', max: 100, required: true, half: true },
      autoFocus: true,
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
    { name: 'intro', label: t('field.intro'), type: 'longtext', max: 1000, rows: 2 },
    { name: 'anonymous', label: t('field.anonymous'), type: 'switch', half: true },
    {
      ...{
        name: 'minGroup',
        label: t('field.minGroup'),
        type: 'number',
        min: 3,
        max: 50,
        required: true,
        half: true,
      },
      hint: t('field.minGroupHint'),
      when: (v) => v['anonymous'] === true,
    },
    {
      name: 'questions',
      label: t('field.questions'),
      head: t('field.questions'),
      type: 'custom',
      required: true,
      render: (({ value, onChange }: { value?: Question[]; onChange?: (all: Question[]) => void }) => (
        <QuestionsEditor value={value ?? []} onChange={(all) => onChange?.(all)} />
      )) as never,
    },
    ...audience,
    { name: 'periodic', label: t('field.periodic'), head: t('field.periodic'), type: 'switch' },
    ...rule,
    {
      ...{
        name: 'openDays',
        label: t('field.openDays'),
        type: 'number',
        min: 1,
        max: 60,
        required: true,
        half: true,
      },
    },
    {
      ...{
        name: 'remindDays',
        label: t('field.remindDays'),
        type: 'number',
        min: 0,
        max: 30,
        required: true,
        half: true,
      },
      hint: t('field.remindDaysHint'),
    },
    { name: 'active', label: t('field.active'), type: 'switch', half: true },
  ]
}

function audienceOf(values: FormValues): Record<string, unknown> {
  const sample = values['sample'] ?? null
  switch (values['audienceKind']) {
    case 'orgs':
      return { kind: 'orgs', orgIds: values['orgIds'] ?? [], sample }
    case 'groups':
      return { kind: 'groups', groupIds: values['groupIds'] ?? [], sample }
    case 'roles':
      return { kind: 'roles', roles: values['roles'] ?? [], sample }
    default:
      return { kind: 'requesters', serviceId: values['serviceId'] ?? null, months: values['months'], sample }
  }
}

function bodyOf(values: FormValues): Record<string, unknown> {
  const { rule, rest } = ruleOf(values)
  return {
    title: rest['title'],
    orgId: rest['orgId'],
    intro: rest['intro'] ?? '',
    anonymous: rest['anonymous'] ?? false,
    minGroup: rest['minGroup'] ?? 5,
    questions: rest['questions'],
    audience: audienceOf(rest),
    rule: rest['periodic'] === true ? rule : null,
    openDays: rest['openDays'],
    remindDays: rest['remindDays'],
    active: rest['active'] ?? false,
  }
}

const fieldOf = (path: string): string =>
  path.startsWith('questions.') ? 'questions' : path.startsWith('audience') ? 'audienceKind' : path
const rethrow = (error: unknown): never => {
  throw atRule(error)
}
const firstRule = { every: 'month-workday', n: 1, months: [3, 6, 9, 12], at: '09:00', closed: 'next' }

export function NewQuestionnairePage() {
  const { t } = useTranslation('survey')
  const navigate = useNavigate()
  const me = useMe()?.person
  const fields = useFields()
  const create = useMove(createQuestionnaire, {
    done: t('done.saved'),
    onProblem: () => true,
    onDone: ({ id }) => void navigate({ to: `/questionnaires/${id}` as never }),
  })
  return (
    <FormPage
      title={t('page.create')}
      breadcrumb={[{ label: t('page.list'), to: '/questionnaires' }, { label: t('page.create') }]}
    >
      <RecordForm
        fields={fields}
        fieldOf={fieldOf}
        initial={{
          ...{
            orgId: me?.orgId,
            anonymous: true,
            minGroup: 5,
            audienceKind: 'orgs',
            months: 6,
            active: true,
          },
          ...{ openDays: 10, remindDays: 2, questions: [newQuestion([])], periodic: false, ...firstRule },
        }}
        onSubmit={(values) => create.mutateAsync(bodyOf(values) as never).catch(rethrow)}
        onCancel={() => void navigate({ to: '/questionnaires' as never })}
      />
    </FormPage>
  )
}

export function EditQuestionnairePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getQuestionnaire, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Edit key={id} one={data} />
}

function Edit({ one }: { one: Questionnaire }) {
  const { t } = useTranslation('survey')
  const navigate = useNavigate()
  const fields = useFields(one)
  const back = () => void navigate({ to: `/questionnaires/${one.id}` as never })
  const save = useMove(editQuestionnaire, { done: t('done.saved'), onProblem: () => true, onDone: back })
  const { id, version, org, audience, rule, ...rest } = one
  const { kind: audienceKind, ...chosen } = audience
  return (
    <FormPage
      title={t('page.edit')}
      breadcrumb={[
        { label: t('page.list'), to: '/questionnaires' },
        { label: one.title, to: `/questionnaires/${one.id}` },
        { label: t('page.edit') },
      ]}
    >
      <RecordForm
        fields={fields}
        fieldOf={fieldOf}
        initial={{
          ...{ ...rest, orgId: org.id, audienceKind, months: 6, ...chosen },
          ...{ periodic: rule !== null, ...firstRule, ...rule },
        }}
        onSubmit={(values) => save.mutateAsync({ id, version, ...bodyOf(values) } as never).catch(rethrow)}
        onCancel={back}
      />
    </FormPage>
  )
}
