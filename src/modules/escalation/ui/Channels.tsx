import { PlusOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { StatusTag } from '#web/kit/tags.tsx'
import { useMe } from '#web/session.tsx'
import { createChannel, editChannel, listChannels, testChannel } from '../contract.ts'
import { channelKinds, variables } from '../lifecycle.ts'
import type { Channel } from './parts.tsx'

/** Webhooks and gateways; each can send a test to whoever presses the button. */
export function Channels() {
  const { t } = useTranslation('escalation')
  const found = useCall(listChannels, {})
  const [shown, setShown] = useState<Channel | 'new' | null>(null)
  return (
    <Panel
      title={t('page.channels')}
      flush
      actions={
        <Button icon={<PlusOutlined />} onClick={() => setShown('new')}>
          {t('act.newChannel')}
        </Button>
      }
    >
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('page.channels')}
        onOpen={setShown}
        empty={{ title: t('page.noChannels'), hint: t('page.noChannelsHint') }}
        columns={[
          { key: 'name', title: t('field.name'), width: 200, cut: true, lead: true },
          { key: 'kind', title: t('field.kind'), width: 130, render: (row) => t(`kind.${row.kind}`) },
          { key: 'url', title: t('field.url'), cut: true },
          {
            key: 'active',
            title: t('field.active'),
            width: 90,
            render: (row) => (
              <StatusTag
                state={row.active ? 'active' : 'inactive'}
                label={row.active ? t('field.active') : '—'}
              />
            ),
          },
          { key: 'test', title: t('act.test'), width: 130, render: (row) => <TestButton channel={row} /> },
        ]}
      />
      {shown ? (
        <ChannelDialog channel={shown === 'new' ? null : shown} onClose={() => setShown(null)} />
      ) : null}
    </Panel>
  )
}

function TestButton({ channel }: { channel: Channel }) {
  const { t } = useTranslation('escalation')
  const { message } = App.useApp()
  const test = useMove(testChannel, {
    onDone: ({ ok, result }) =>
      void (ok ? message.success(t('tested.ok', { result })) : message.error(t('tested.failed', { result }))),
  })
  return (
    <Button
      size="small"
      loading={test.isPending}
      onClick={(event) => {
        event.stopPropagation()
        test.mutate({ id: channel.id })
      }}
    >
      {t('act.test')}
    </Button>
  )
}

function useFields(channel: Channel | null): FormField[] {
  const { t } = useTranslation('escalation')
  const list = variables.map((one) => `{{${one}}}`).join(' ')
  const raw = { interpolation: { skipOnVariables: true } }
  const templated = (values: FormValues) => values['kind'] !== 'webhook'
  return [
    { name: 'name', label: t('field.name'), type: 'text', max: 100, required: true, half: true },
    {
      ...{ name: 'kind', label: t('field.kind'), type: 'select', required: true, half: true },
      disabled: channel !== null,
      options: channelKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      ...{ name: 'orgId', label: t('field.org'), type: 'remote', source: orgSource, required: true },
      valueLabel: channel?.org.name ?? '',
      half: true,
    },
    { name: 'timeoutSeconds', label: t('field.timeout'), type: 'number', min: 1, max: 30, half: true },
    { name: 'url', label: t('field.url'), type: 'text', max: 1000, required: true },
    {
      ...{ name: 'headers', label: t('field.headers'), type: 'longtext', max: 4000, rows: 2 },
      hint: t('field.headersHint', { secret: '{{secret}}', ...raw }),
    },
    {
      ...{ name: 'body', label: t('field.body'), type: 'longtext', max: 8000, rows: 4, when: templated },
      hint: t('field.bodyHint', { list, ...raw }),
    },
    {
      ...{ name: 'expect', label: t('field.expect'), type: 'text', max: 200, half: true },
      hint: t('field.expectHint'),
    },
    {
      ...{ name: 'secret', label: t('field.secret'), type: 'password', max: 500, half: true },
      hint: channel?.hasSecret
        ? t('field.secretKept')
        : t('field.secretHint', { secret: '{{secret}}', ...raw }),
    },
    { name: 'active', label: t('field.active'), type: 'switch' },
  ]
}

function bodyOf(values: FormValues): Record<string, unknown> {
  const lines = String(values['headers'] ?? '').split('\n')
  const pairs = lines.map((line) => /^\s*([^:\s]+)\s*:\s*(.+?)\s*$/.exec(line)).filter((one) => one !== null)
  const { secret, ...rest } = values
  return {
    ...rest,
    headers: Object.fromEntries(pairs.map((one) => [one[1], one[2]])),
    body: values['kind'] === 'webhook' ? null : (values['body'] ?? null),
    expect: values['expect'] || null,
    active: values['active'] ?? false,
    ...(secret ? { secret } : {}),
  }
}

function ChannelDialog({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const { t } = useTranslation('escalation')
  const me = useMe()?.person
  const fields = useFields(channel)
  const options = { done: t('done.saved'), onProblem: () => true as const }
  const create = useMove(createChannel, options)
  const edit = useMove(editChannel, options)
  const initial: FormValues = channel
    ? {
        ...{ name: channel.name, kind: channel.kind, orgId: channel.org.id, url: channel.url },
        ...{ body: channel.body, expect: channel.expect, active: channel.active },
        timeoutSeconds: channel.timeoutSeconds,
        headers: Object.entries(channel.headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n'),
      }
    : { kind: 'webhook', orgId: me?.orgId, timeoutSeconds: 10, active: true }
  return (
    <FormDialog
      title={t(channel ? 'page.editChannel' : 'page.newChannel')}
      width={720}
      fields={fields}
      initial={initial}
      fieldOf={(path) => (path.startsWith('headers') ? 'headers' : path)}
      onSubmit={(values) =>
        channel
          ? edit.mutateAsync({ id: channel.id, version: channel.version, ...bodyOf(values) } as never)
          : create.mutateAsync(bodyOf(values) as never)
      }
      onClose={onClose}
    />
  )
}
