import { KeyOutlined, PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Modal, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { StatusTag, Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import {
  createProbe,
  deleteProbe,
  editProbe,
  listProbes,
  renewProbeToken,
  type ProbeView,
} from '../remote-contract.ts'
import { Once } from './record/HeartbeatPanel.tsx'
import './check.css'

/** Probes in other network segments: whether they are heard of, what they run, what they had to drop. */
export function ProbesPage() {
  const { t } = useTranslation('check')
  const can = useCan()
  const list = useInfiniteList(listProbes, {})
  const [shown, setShown] = useState<ProbeView | 'new' | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const add = can('check.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
      {t('screen.probes.add')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('page.probes')} sub={t('screen.probes.help')} actions={add} />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('page.probes')}
          empty={{ title: t('screen.probes.empty'), hint: t('screen.probes.emptyHint'), action: add }}
          columns={[
            { key: 'name', title: t('screen.field.name'), cut: true },
            {
              key: 'state',
              title: t('screen.field.state'),
              width: 110,
              render: (row) => <ProbeState probe={row} />,
            },
            {
              key: 'seenAt',
              title: t('screen.probes.seenAt'),
              width: 150,
              render: (row) => <TimeText at={row.seenAt} mode="relative" />,
            },
            {
              key: 'checks',
              title: t('page.list'),
              width: 90,
              named: true,
              render: (row) => (
                <Link to={'/checks' as never} search={{ probeId: row.id } as never}>
                  {row.checks}
                </Link>
              ),
            },
            {
              key: 'buffered',
              title: t('screen.probes.buffered'),
              width: 110,
              named: true,
              render: (row) => (row.buffered > 0 ? <Tag hue="blue">{row.buffered}</Tag> : '0'),
            },
            {
              key: 'dropped',
              title: t('screen.probes.dropped'),
              width: 110,
              named: true,
              wide: true,
              render: (row) => (row.dropped > 0 ? <Tag hue="amber">{row.dropped}</Tag> : '0'),
            },
            {
              key: 'address',
              title: t('screen.probes.address'),
              width: 200,
              wide: true,
              render: (row) => [row.address, row.program].filter(Boolean).join(' · ') || '—',
            },
            {
              key: 'org',
              title: t('screen.field.org'),
              width: 140,
              wide: true,
              render: (row) => row.org.name,
            },
            {
              key: 'do',
              title: '',
              width: 210,
              align: 'right',
              render: (row) =>
                row.abilities.includes('manage') ? (
                  <ProbeMoves probe={row} onEdit={() => setShown(row)} onToken={setToken} />
                ) : null,
            },
          ]}
        />
      </section>
      {shown ? (
        <ProbeDialog
          probe={shown === 'new' ? null : shown}
          onClose={() => setShown(null)}
          onToken={setToken}
        />
      ) : null}
      <Modal
        open={token !== null}
        title={t('screen.probes.token')}
        onCancel={() => setToken(null)}
        footer={<Button onClick={() => setToken(null)}>{t('web:action.close')}</Button>}
        width={640}
        destroyOnHidden
      >
        <Alert type="warning" showIcon title={t('screen.probes.once')} style={{ marginBottom: 10 }} />
        <Once text={startOf(token ?? '')} label={t('screen.probes.token')} />
      </Modal>
    </div>
  )
}

/** How a probe is started with its token. */
const startOf = (token: string): string =>
  [`ROLE=probe \\`, `PROBE_SERVER=${window.location.origin} \\`, `PROBE_TOKEN=${token} \\`, 'npm start'].join(
    '\n',
  )

function ProbeState({ probe }: { probe: ProbeView }) {
  const { t } = useTranslation('check')
  if (!probe.active) return <StatusTag state="inactive" label={t('screen.probes.off')} />
  if (probe.silentSince) return <StatusTag state="failed" label={t('screen.probes.silent')} />
  return probe.seenAt ? (
    <StatusTag state="ok" label={t('screen.probes.connected')} />
  ) : (
    <StatusTag state="new" label={t('screen.probes.never')} />
  )
}

function ProbeMoves(props: { probe: ProbeView; onEdit: () => void; onToken: (token: string) => void }) {
  const { t } = useTranslation('check')
  const { id, version } = props.probe
  const renew = useMove(renewProbeToken, { onDone: (made) => props.onToken(made.token) })
  const remove = useMove(deleteProbe, { done: t('screen.done.deleted') })
  return (
    <Space size={4}>
      <Button size="small" onClick={props.onEdit}>
        {t('screen.edit')}
      </Button>
      <Popconfirm title={t('screen.probes.renewConfirm')} onConfirm={() => renew.mutate({ id, version })}>
        <Button size="small" icon={<KeyOutlined />} loading={renew.isPending}>
          {t('screen.probes.renew')}
        </Button>
      </Popconfirm>
      <Popconfirm title={t('screen.probes.deleteConfirm')} onConfirm={() => remove.mutate({ id, version })}>
        <Button size="small" danger loading={remove.isPending}>
          {t('screen.delete')}
        </Button>
      </Popconfirm>
    </Space>
  )
}

function ProbeDialog(props: {
  probe: ProbeView | null
  onClose: () => void
  onToken: (token: string) => void
}) {
  const { t } = useTranslation('check')
  const { probe, onClose, onToken } = props
  const options = { onProblem: () => true as const }
  const create = useMove(createProbe, { ...options, onDone: (made) => onToken(made.token) })
  const edit = useMove(editProbe, { ...options, done: t('screen.done.saved') })
  const fields: FormField[] = [
    { type: 'text', name: 'name', label: t('screen.field.name'), required: true, max: 100, autoFocus: true },
    {
      type: 'remote',
      name: 'orgId',
      label: t('screen.field.org'),
      required: true,
      source: orgSource,
      hint: t('screen.probes.orgHint'),
      ...(probe ? { valueLabel: probe.org.name } : {}),
    },
    { type: 'switch', name: 'active', label: t('screen.field.enabled') },
  ]
  const submit = (values: FormValues) =>
    probe
      ? edit.mutateAsync({ ...values, id: probe.id, version: probe.version } as CallInput<typeof editProbe>)
      : create.mutateAsync(values as CallInput<typeof createProbe>)
  return (
    <FormDialog
      title={t(probe ? 'screen.probes.edit' : 'screen.probes.add')}
      fields={fields}
      initial={probe ? { name: probe.name, orgId: probe.org.id, active: probe.active } : { active: true }}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
