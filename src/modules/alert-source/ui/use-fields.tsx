import { useTranslation } from 'react-i18next'
import { listMailboxes } from '#modules/mailbox/contract.ts'
import { useCall } from '#web/hooks.ts'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { orgSource } from '#web/kit/sources.ts'
import type { SourceView } from '../contract.ts'
import type { Rule } from '../rule-contract.ts'
import type { Mapping } from '../spec-contract.ts'
import type { Kind } from '../words.ts'
import { MappingEditor } from './MappingEditor.tsx'
import { RulesEditor } from './RulesEditor.tsx'

/** The fields of a source's form, by its kind. */
export function useFields(kind: Kind, source: SourceView | undefined): FormField[] {
  const { t } = useTranslation('alert-source')
  const own = useOwn(kind, source)
  const name: FormField = {
    ...{ type: 'text', name: 'name', label: t('screen.field.name'), hint: t('screen.field.nameHint') },
    ...{ required: true, max: 100, half: true, autoFocus: true },
  }
  return [
    ...(source ? [] : [name]),
    {
      ...{ type: 'remote', name: 'orgId', label: t('screen.field.org'), hint: t('screen.field.orgHint') },
      ...{ required: true, half: true, source: orgSource },
      ...(source ? { valueLabel: source.org.name } : {}),
    },
    { type: 'switch', name: 'active', label: t('screen.field.active'), half: true },
    { type: 'text', name: 'note', label: t('screen.field.note'), max: 500, half: true },
    ...own,
  ]
}

function useOwn(kind: Kind, source: SourceView | undefined): FormField[] {
  const listening = useListening(kind, source)
  const mail = useMail(kind)
  const { t } = useTranslation('alert-source')
  const rules: FormField = {
    ...{ type: 'custom', name: 'rules', label: '', head: t('screen.rule.head') },
    render: ({ value, onChange }) => (
      <RulesEditor kind={kind} value={value as Rule[]} {...(onChange ? { onChange } : {})} />
    ),
  }
  const mapping: FormField = {
    ...{ type: 'custom', name: 'mapping', label: '', head: t('screen.mapping.head') },
    render: ({ value, onChange }) => (
      <MappingEditor value={value as Mapping} {...(onChange ? { onChange } : {})} />
    ),
  }
  if (kind === 'zabbix') return [{ type: 'switch', name: 'tags', label: t('screen.field.tags') }]
  if (kind === 'json') return [mapping]
  if (kind === 'mail') return [...mail, rules]
  return kind === 'nightingale' ? [] : [...listening, rules]
}

function useListening(kind: Kind, source: SourceView | undefined): FormField[] {
  const { t } = useTranslation('alert-source')
  const port = (name: 'port' | 'udp' | 'tcp' | 'tls', required = false): FormField => ({
    ...{ type: 'number', name, label: t(`screen.field.${name}`), required, min: 1, max: 65_535, half: true },
  })
  const keeps = (secret: 'communities' | 'key') => source?.kept.includes(secret) ?? false
  const kept = (secret: 'communities' | 'key') =>
    keeps(secret) ? { placeholder: t('screen.field.kept') } : {}
  const pem = (name: 'certificate' | 'key' | 'clientCa', hint?: string): FormField => ({
    ...{ type: 'longtext', name, label: t(`screen.field.${name}`), rows: 2, max: 40_000 },
    ...(hint ? { hint } : {}),
    when: (values) => Boolean(values['tls']),
    ...(name === 'key' ? kept('key') : {}),
  })
  const common: FormField[] = [
    { type: 'text', name: 'host', label: t('screen.field.host'), max: 45, half: true, required: true },
    {
      ...{
        type: 'number',
        name: 'ratePerSecond',
        label: t('screen.field.rate'),
        hint: t('screen.field.rateHint'),
      },
      ...{ min: 1, max: 100_000, half: true, required: true },
    },
    {
      ...{
        type: 'longtext',
        name: 'senders',
        label: t('screen.field.senders'),
        hint: t('screen.field.sendersHint'),
      },
      ...{ rows: 2, max: 10_000 },
    },
  ]
  if (kind === 'trap')
    return [
      port('port', true),
      ...common,
      {
        ...{
          type: 'longtext',
          name: 'communities',
          label: t('screen.field.communities'),
          rows: 2,
          max: 4000,
        },
        ...{ hint: t('screen.field.communitiesHint'), required: !keeps('communities') },
        ...kept('communities'),
      },
    ]
  return [
    ...[port('udp'), port('tcp'), port('tls')],
    {
      ...{ type: 'number', name: 'maxBytes', label: t('screen.field.maxBytes') },
      ...{ min: 480, max: 65_535, half: true, required: true },
    },
    ...[pem('certificate'), pem('key'), pem('clientCa', t('screen.field.clientCaHint'))],
    ...common,
  ]
}

function useMail(kind: Kind): FormField[] {
  const { t } = useTranslation('alert-source')
  const mailboxes = useCall(listMailboxes, {}, { enabled: kind === 'mail', staleTime: 60_000 })
  return [
    {
      ...{ type: 'select', name: 'mailboxId', label: t('screen.field.mailbox'), half: true },
      ...{ placeholder: t('screen.field.anyMailbox') },
      options: (mailboxes.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      ...{ type: 'select', name: 'unmatched', label: t('screen.field.unmatched'), half: true },
      options: (['ticket', 'ignore'] as const).map((one) => ({
        value: one,
        label: t(`screen.unmatched.${one}`),
      })),
    },
    {
      ...{ type: 'longtext', name: 'senders', label: t('screen.field.mailSenders'), required: true },
      ...{ hint: t('screen.field.mailSendersHint'), rows: 2, max: 10_000 },
    },
  ]
}
