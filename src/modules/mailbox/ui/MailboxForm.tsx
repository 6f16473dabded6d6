import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { createMailbox, mailboxServices, tryMailbox, updateMailbox } from '../contract.ts'
import { purposes, strangerPolicies, tlsModes } from '../words.ts'
import type { Mailbox } from './MailboxesPage.tsx'

const fresh: FormValues = {
  purpose: 'tickets',
  port: 993,
  tls: 'tls',
  folder: 'INBOX',
  unknownSender: 'caller',
  resolvedReply: 'reopen',
  closedReply: 'new',
  acknowledge: true,
  hourlyLimit: 30,
  maxMb: 50,
  active: true,
  takeExisting: false,
}

/** What the form does not have when an input is empty. */
const emptied = { serviceId: null, ca: null }

/** Adds or changes a mailbox; its connection can be tried as the form stands, before it is kept. */
export function MailboxForm({ mailbox, onDone }: { mailbox?: Mailbox; onDone: () => void }) {
  const { t } = useTranslation('mailbox')
  const initial: FormValues = mailbox
    ? { ...mailbox, serviceId: mailbox.service?.id, orgId: mailbox.org.id }
    : fresh
  const [values, setValues] = useState<FormValues>(initial)
  const fields = useFields(mailbox)
  const create = useMove(createMailbox, { done: t('done.created'), onProblem: () => true })
  const update = useMove(updateMailbox, { done: t('done.saved'), onProblem: () => true })
  const submit = async (given: FormValues) => {
    if (mailbox) {
      const body = { ...emptied, ...given, id: mailbox.id, version: mailbox.version }
      await update.mutateAsync(body as unknown as CallInput<typeof updateMailbox>)
    } else {
      await create.mutateAsync({ ...emptied, ...given } as unknown as CallInput<typeof createMailbox>)
    }
    onDone()
  }
  return (
    <RecordForm fields={fields} initial={initial} onValues={setValues} onSubmit={submit} onCancel={onDone}>
      <Trial values={values} {...(mailbox ? { id: mailbox.id } : {})} />
    </RecordForm>
  )
}

function Trial({ values, id }: { values: FormValues; id?: string }) {
  const { t } = useTranslation('mailbox')
  const attempt = useMove(tryMailbox, { invalidates: [] })
  const { host, port, tls, ca, login, secret, folder } = values
  const complete = Boolean(host && port && tls && login && folder && (secret || id))
  const found = attempt.data
  const run = () =>
    attempt.mutate({
      host,
      port,
      tls,
      ca: ca || null,
      login,
      folder,
      ...(secret ? { secret } : {}),
      ...(id ? { id } : {}),
    } as CallInput<typeof tryMailbox>)
  return (
    <div className="mailbox-trial">
      <Button onClick={run} disabled={!complete} loading={attempt.isPending}>
        {t('button.try')}
      </Button>
      {found ? (
        <Alert
          type={found.ok ? 'success' : 'error'}
          showIcon
          role="status"
          title={
            found.ok
              ? `${t('hint.tryOk', { n: found.messages ?? 0 })} ${t(found.idle ? 'hint.tryIdle' : 'hint.tryNoIdle')}`
              : t('hint.tryFailed', {
                  error: found.error === 'mailbox.no_folder' ? t('error.no_folder') : found.error,
                })
          }
          {...(!found.ok && found.folders.length > 0
            ? { description: t('hint.folders', { folders: found.folders.join(comma()) }) }
            : {})}
        />
      ) : null}
    </div>
  )
}

function useFields(mailbox: Mailbox | undefined): FormField[] {
  const { t } = useTranslation('mailbox')
  const services = useCall(mailboxServices, {}, { staleTime: 60_000 })
  const choices = (words: readonly string[], prefix: string) =>
    words.map((value) => ({ value, label: t(`${prefix}.${value}`) }))
  return [
    {
      name: 'name',
      label: t('field.name'),
      type: 'text',
      max: 100,
      required: true,
      half: true,
      autoFocus: true,
    },
    {
      name: 'address',
      label: t('field.address'),
      type: 'text',
      required: true,
      half: true,
      hint: t('hint.address'),
    },
    { name: 'host', label: t('field.host'), type: 'text', max: 253, required: true, half: true },
    { name: 'port', label: t('field.port'), type: 'number', min: 1, max: 65535, required: true, half: true },
    {
      name: 'tls',
      label: t('field.tls'),
      type: 'select',
      required: true,
      half: true,
      options: choices(tlsModes, 'tls'),
    },
    { name: 'folder', label: t('field.folder'), type: 'text', max: 200, required: true, half: true },
    { name: 'login', label: t('field.login'), type: 'text', max: 200, required: true, half: true },
    {
      name: 'secret',
      label: t('field.secret'),
      type: 'password',
      max: 500,
      half: true,
      required: !mailbox,
      ...(mailbox ? { hint: t('hint.secretKept') } : {}),
    },
    {
      name: 'ca',
      label: t('field.ca'),
      type: 'longtext',
      max: 20_000,
      rows: 2,
      hint: t('hint.ca'),
      when: (values) => values['tls'] !== 'none',
    },
    {
      name: 'purpose',
      label: t('field.purpose'),
      type: 'select',
      required: true,
      options: choices(purposes, 'purpose'),
      hint: t('hint.purpose'),
    },
    {
      name: 'orgId',
      label: t('field.org'),
      type: 'remote',
      source: orgSource,
      required: true,
      half: true,
      ...(mailbox ? { valueLabel: mailbox.org.name } : {}),
    },
    {
      name: 'serviceId',
      label: t('field.service'),
      type: 'select',
      half: true,
      options: (services.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      name: 'unknownSender',
      label: t('field.unknownSender'),
      type: 'select',
      required: true,
      half: true,
      options: choices(strangerPolicies, 'unknownSender'),
    },
    {
      name: 'resolvedReply',
      label: t('field.resolvedReply'),
      type: 'select',
      required: true,
      half: true,
      options: choices(['reopen', 'comment'], 'resolvedReply'),
    },
    {
      name: 'closedReply',
      label: t('field.closedReply'),
      type: 'select',
      required: true,
      half: true,
      options: choices(['new', 'comment'], 'closedReply'),
    },
    {
      name: 'hourlyLimit',
      label: t('field.hourlyLimit'),
      type: 'number',
      min: 1,
      max: 10_000,
      unit: t('field.mails'),
      required: true,
      half: true,
      hint: t('hint.hourlyLimit'),
    },
    {
      name: 'maxMb',
      label: t('field.maxMb'),
      type: 'number',
      min: 1,
      max: 1024,
      unit: t('field.mb'),
      required: true,
      half: true,
      hint: t('hint.maxMb'),
    },
    { name: 'acknowledge', label: t('field.acknowledge'), type: 'switch', half: true },
    { name: 'active', label: t('field.active'), type: 'switch', half: true },
    ...(mailbox
      ? []
      : [
          {
            name: 'takeExisting',
            label: t('field.takeExisting'),
            type: 'switch' as const,
            hint: t('hint.takeExisting'),
          },
        ]),
  ]
}
