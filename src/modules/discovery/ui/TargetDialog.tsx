import { Alert, Button, Input, Modal, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { createTarget, editTarget, tryTarget, type TargetView } from '../contract.ts'
import { expandRanges } from '../range-contract.ts'
import { authProtocols, privProtocols, securityLevels } from '../words.ts'
import { OutcomeTag } from './parts.tsx'

const fresh: FormValues = {
  port: 161,
  protocol: 'v2c',
  level: 'authPriv',
  authProtocol: 'sha',
  privProtocol: 'aes',
  concurrency: 16,
  timeoutMs: 2000,
  retries: 1,
  deviceSeconds: 60,
  runMinutes: 60,
  active: true,
}
const secrets = ['community', 'authSecret', 'privSecret']

/** Adds or changes a target; one of its devices can be asked as the form stands, before it is kept. */
export function TargetDialog({ target, onClose }: { target: TargetView | null; onClose: () => void }) {
  const { t } = useTranslation('discovery')
  const initial: FormValues = target
    ? { ...target, orgId: target.org.id, ranges: target.ranges.join('\n') }
    : fresh
  const [values, setValues] = useState<FormValues>(initial)
  const options = { done: t('done.saved'), onDone: onClose, onProblem: () => true as const }
  const create = useMove(createTarget, options)
  const edit = useMove(editTarget, options)
  const submit = (given: FormValues) => {
    const body = bodyOf(given)
    return target
      ? edit.mutateAsync({ ...body, id: target.id, version: target.version } as CallInput<typeof editTarget>)
      : create.mutateAsync(body as CallInput<typeof createTarget>)
  }
  return (
    <Modal
      open
      title={t(target ? 'do.editTarget' : 'do.createTarget')}
      onCancel={onClose}
      footer={null}
      width={640}
      destroyOnHidden
    >
      <RecordForm
        fields={useFields(target)}
        initial={initial}
        onValues={setValues}
        fieldOf={(path) => (path.startsWith('ranges.') ? 'ranges' : path)}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Trial values={values} {...(target ? { id: target.id } : {})} />
      </RecordForm>
    </Modal>
  )
}

const rangesOf = (values: FormValues): string[] =>
  String(values['ranges'] ?? '')
    .split(/[\n,，;；]+/)
    .map((one) => one.trim())
    .filter(Boolean)

/** Fields that the form keeps but the endpoint does not know stay here; an empty secret is none. */
function bodyOf(values: FormValues): FormValues {
  const names = [
    'name',
    'orgId',
    'port',
    'protocol',
    'user',
    'level',
    'authProtocol',
    'privProtocol',
    'context',
  ]
  const limits = ['concurrency', 'timeoutMs', 'retries', 'deviceSeconds', 'runMinutes', 'active']
  const body: FormValues = { ranges: rangesOf(values), everyHours: values['everyHours'] ?? null }
  for (const name of [...names, ...limits, ...secrets])
    if (values[name] !== undefined && values[name] !== null && values[name] !== '') body[name] = values[name]
  return { ...body, active: values['active'] ?? false }
}

function Trial({ values, id }: { values: FormValues; id?: string }) {
  const { t } = useTranslation('discovery')
  const [own, setOwn] = useState('')
  const attempt = useMove(tryTarget, { invalidates: [] })
  const found = expandRanges(rangesOf(values))
  const address = own || (found.problem ? '' : (found.addresses[0] ?? ''))
  const ask = () => {
    const { port, protocol, user, level, authProtocol, privProtocol, context, timeoutMs, retries } =
      bodyOf(values)
    const access = { port, protocol, user, level, authProtocol, privProtocol, context, timeoutMs, retries }
    const given = Object.fromEntries(
      [
        ...Object.entries(access),
        ...secrets.map((name) => [name, values[name] || undefined] as const),
      ].filter(([, value]) => value !== undefined),
    )
    attempt.mutate({ ...given, address, ...(id ? { id } : {}) } as CallInput<typeof tryTarget>)
  }
  return (
    <Space direction="vertical" style={{ width: '100%', marginBottom: 12 }}>
      <Space.Compact>
        <Input
          aria-label={t('do.tryAddress')}
          placeholder={address || t('do.tryAddress')}
          value={own}
          onChange={(event) => setOwn(event.target.value.trim())}
        />
        <Button onClick={ask} loading={attempt.isPending} disabled={!address}>
          {t('do.try')}
        </Button>
      </Space.Compact>
      {attempt.data ? (
        <Alert
          type={attempt.data.outcome === 'ok' ? 'success' : 'warning'}
          title={
            <>
              <OutcomeTag outcome={attempt.data.outcome} />{' '}
              {attempt.data.description
                ? t('said.tryOk', {
                    vendor: attempt.data.vendor ?? '',
                    name: attempt.data.name ?? '',
                    milliseconds: attempt.data.milliseconds,
                  })
                : null}
            </>
          }
          description={attempt.data.description}
        />
      ) : null}
    </Space>
  )
}

function useFields(target: TargetView | null): FormField[] {
  const { t } = useTranslation('discovery')
  const v3 = (values: FormValues) => values['protocol'] === 'v3'
  const auth = (values: FormValues) => v3(values) && values['level'] !== 'noAuthNoPriv'
  const priv = (values: FormValues) => v3(values) && values['level'] === 'authPriv'
  const options = (values: readonly string[]) =>
    values.map((value) => ({ value, label: value.toUpperCase() }))
  const kept = target ? { placeholder: t('field.kept') } : {}
  const number = (
    name: 'port' | 'concurrency' | 'timeoutMs' | 'retries' | 'deviceSeconds' | 'runMinutes',
    min: number,
    max: number,
  ) => ({ type: 'number', name, label: t(`field.${name}`), min, max, half: true }) as const
  return [
    {
      type: 'text',
      name: 'name',
      label: t('field.name'),
      required: true,
      max: 100,
      half: true,
      autoFocus: true,
    },
    {
      ...{
        type: 'remote',
        name: 'orgId',
        label: t('field.org'),
        required: true,
        half: true,
        source: orgSource,
      },
      ...(target ? { valueLabel: target.org.name } : {}),
    },
    {
      type: 'longtext',
      name: 'ranges',
      label: t('field.ranges'),
      required: true,
      hint: t('field.rangesHint'),
      rows: 3,
      max: 10_000,
    },
    {
      ...{ type: 'radio', name: 'protocol', label: t('field.protocol'), half: true },
      options: [
        { value: 'v2c', label: 'v2c' },
        { value: 'v3', label: 'v3' },
      ],
    },
    number('port', 1, 65535),
    {
      ...{
        type: 'password',
        name: 'community',
        label: t('field.community'),
        required: !target,
        max: 200,
        ...kept,
      },
      when: (values) => !v3(values),
    },
    { type: 'text', name: 'user', label: t('field.user'), required: true, max: 32, half: true, when: v3 },
    {
      ...{ type: 'select', name: 'level', label: t('field.level'), half: true, when: v3 },
      options: securityLevels.map((value) => ({ value, label: t(`level.${value}`) })),
    },
    {
      type: 'select',
      name: 'authProtocol',
      label: t('field.authProtocol'),
      half: true,
      when: auth,
      options: options(authProtocols),
    },
    {
      type: 'password',
      name: 'authSecret',
      label: t('field.authSecret'),
      required: !target,
      max: 200,
      half: true,
      when: auth,
      ...kept,
    },
    {
      type: 'select',
      name: 'privProtocol',
      label: t('field.privProtocol'),
      half: true,
      when: priv,
      options: options(privProtocols),
    },
    {
      type: 'password',
      name: 'privSecret',
      label: t('field.privSecret'),
      required: !target,
      max: 200,
      half: true,
      when: priv,
      ...kept,
    },
    { type: 'text', name: 'context', label: t('field.context'), max: 32, half: true, when: v3 },
    {
      type: 'number',
      name: 'everyHours',
      label: t('field.everyHours'),
      hint: t('field.everyHoursHint'),
      min: 1,
      max: 720,
      half: true,
      head: t('field.more'),
    },
    { type: 'switch', name: 'active', label: t('field.active'), half: true },
    number('concurrency', 1, 24),
    number('timeoutMs', 100, 30_000),
    number('retries', 0, 5),
    number('deviceSeconds', 1, 600),
    number('runMinutes', 1, 1440),
  ]
}
