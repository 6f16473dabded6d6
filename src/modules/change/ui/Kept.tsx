import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { groupSource, serviceSource } from '#web/kit/sources.ts'
import { StatusTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import * as contract from '../plan-contract.ts'
import { lines, RiskTag } from './parts.tsx'

type Template = CallOutput<typeof contract.listTemplates>['items'][number]
type Freeze = CallOutput<typeof contract.listFreezes>['items'][number]

/** Standard changes: plans that were approved once. */
export function Templates() {
  const { t } = useTranslation('change')
  const found = useCall(contract.listTemplates, {})
  const [editing, setEditing] = useState<Template | 'new' | null>(null)
  const edit = useMove(contract.editTemplate, { done: t('ui.done.saved') })
  return (
    <Panel
      flush
      title={t('ui.settings.templatesHint')}
      actions={
        <Button type="primary" onClick={() => setEditing('new')}>
          {t('ui.settings.newTemplate')}
        </Button>
      }
    >
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('ui.settings.templates')}
        onOpen={(row) => setEditing(row)}
        empty={{ title: t('ui.settings.templates'), hint: t('ui.settings.templatesHint') }}
        columns={[
          { key: 'name', title: t('field.template'), cut: true, lead: true },
          { key: 'risk', title: t('field.risk'), width: 110, render: (row) => <RiskTag risk={row.risk} /> },
          {
            key: 'minutes',
            title: t('field.window'),
            width: 140,
            render: (row) => t('ui.settings.minutesOf', { minutes: row.minutes }),
          },
          {
            key: 'approvedBy',
            title: t('ui.settings.approvedBy'),
            width: 220,
            render: (row) => (
              <>
                {row.approvedBy.name} · <TimeText at={row.approvedAt} />
              </>
            ),
          },
          {
            key: 'active',
            title: '',
            width: 100,
            render: (row) => (
              <Button
                size="small"
                onClick={(event) => {
                  event.stopPropagation()
                  edit.mutate({ id: row.id, version: row.version, active: !row.active })
                }}
              >
                {t(row.active ? 'ui.settings.retire' : 'ui.settings.restore')}
              </Button>
            ),
          },
        ]}
      />
      {editing ? (
        <TemplateDialog template={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </Panel>
  )
}

function TemplateDialog({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const { t } = useTranslation('change')
  const create = useMove(contract.createTemplate, { done: t('ui.done.saved'), onProblem: () => true })
  const edit = useMove(contract.editTemplate, { done: t('ui.done.saved'), onProblem: () => true })
  const long = (name: 'impact' | 'plan' | 'backOut' | 'testProof', rows: number): FormField => ({
    name,
    label: t(`field.${name}`),
    type: 'longtext',
    rows,
    max: 20_000,
    required: true,
  })
  const fields: FormField[] = [
    { name: 'name', label: t('field.template'), type: 'text', max: 100, required: true, autoFocus: true },
    {
      name: 'risk',
      label: t('field.risk'),
      type: 'radio',
      half: true,
      required: true,
      options: (['low', 'medium'] as const).map((value) => ({ value, label: t(`risk.${value}`) })),
    },
    {
      name: 'minutes',
      label: t('ui.settings.minutes'),
      type: 'number',
      min: 5,
      max: 2880,
      half: true,
      required: true,
    },
    long('impact', 2),
    long('plan', 4),
    long('backOut', 2),
    long('testProof', 2),
    {
      name: 'groupId',
      label: t('field.group'),
      type: 'remote',
      source: groupSource,
      half: true,
      ...(template?.group ? { valueLabel: template.group.name } : {}),
    },
    { name: 'editsConfig', label: t('field.editsConfig'), type: 'switch', half: true },
    { name: 'taskTitles', label: t('ui.settings.taskTitles'), type: 'longtext', rows: 3 },
  ]
  return (
    <FormDialog
      width={720}
      title={template?.name ?? t('ui.settings.newTemplate')}
      submitLabel={t('web:action.save')}
      fields={fields}
      initial={
        template
          ? { ...template, groupId: template.group?.id ?? null, taskTitles: template.taskTitles.join('\n') }
          : { risk: 'low', minutes: 60, editsConfig: false }
      }
      onSubmit={async (values) => {
        const given = Object.fromEntries(fields.map(({ name }) => [name, values[name]]))
        const body = {
          ...given,
          groupId: values['groupId'] ?? null,
          editsConfig: values['editsConfig'] === true,
          taskTitles: lines(values['taskTitles']),
        }
        if (template)
          await edit.mutateAsync({ ...body, id: template.id, version: template.version } as CallInput<
            typeof contract.editTemplate
          >)
        else await create.mutateAsync(body as CallInput<typeof contract.createTemplate>)
      }}
      onClose={onClose}
    />
  )
}

/** Periods in which nothing but emergencies is changed. */
export function Freezes() {
  const { t } = useTranslation('change')
  const found = useCall(contract.listFreezes, {})
  const [editing, setEditing] = useState<Freeze | 'new' | null>(null)
  const edit = useMove(contract.editFreeze, { done: t('ui.done.saved') })
  return (
    <Panel
      flush
      title={t('ui.settings.freezesHint')}
      actions={
        <Button type="primary" onClick={() => setEditing('new')}>
          {t('ui.settings.newFreeze')}
        </Button>
      }
    >
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('ui.settings.freezes')}
        onOpen={(row) => setEditing(row)}
        empty={{ title: t('ui.settings.freezes'), hint: t('ui.settings.freezesHint') }}
        columns={[
          { key: 'name', title: t('field.title'), cut: true, lead: true },
          {
            key: 'window',
            title: t('field.window'),
            width: 260,
            render: (row) => (
              <>
                <TimeText at={row.startsAt} /> – <TimeText at={row.endsAt} />
              </>
            ),
          },
          {
            key: 'services',
            title: t('field.services'),
            width: 200,
            wide: true,
            render: (row) => row.services.map((s) => s.name).join(comma()) || t('ui.settings.allServices'),
          },
          { key: 'reason', title: t('web:kit.reason'), width: 220, cut: true, wide: true },
          {
            key: 'active',
            title: '',
            width: 110,
            render: (row) =>
              row.active ? (
                <Button
                  size="small"
                  onClick={(event) => {
                    event.stopPropagation()
                    edit.mutate({ id: row.id, version: row.version, active: false })
                  }}
                >
                  {t('ui.settings.lift')}
                </Button>
              ) : (
                <StatusTag state="inactive" label={t('ui.settings.lifted')} />
              ),
          },
        ]}
      />
      {editing ? (
        <FreezeDialog freeze={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </Panel>
  )
}

function FreezeDialog({ freeze, onClose }: { freeze: Freeze | null; onClose: () => void }) {
  const { t } = useTranslation('change')
  const create = useMove(contract.createFreeze, { done: t('ui.done.saved'), onProblem: () => true })
  const edit = useMove(contract.editFreeze, { done: t('ui.done.saved'), onProblem: () => true })
  const fields: FormField[] = [
    { name: 'name', label: t('field.title'), type: 'text', max: 100, required: true, autoFocus: true },
    { name: 'reason', label: t('web:kit.reason'), type: 'longtext', rows: 2, required: true },
    { name: 'startsAt', label: t('field.startsAt'), type: 'datetime', half: true, required: true },
    { name: 'endsAt', label: t('field.endsAt'), type: 'datetime', half: true, required: true },
    {
      name: 'serviceIds',
      label: t('ui.settings.scope'),
      type: 'custom',
      render: (props) => <RemoteMany source={serviceSource} {...props} known={freeze?.services ?? []} />,
    },
  ]
  return (
    <FormDialog
      title={freeze?.name ?? t('ui.settings.newFreeze')}
      submitLabel={t('web:action.save')}
      fields={fields}
      initial={freeze ? { ...freeze, serviceIds: freeze.services.map((s) => s.id) } : {}}
      onSubmit={async (values) => {
        const given = Object.fromEntries(fields.map(({ name }) => [name, values[name]]))
        const body = { ...given, serviceIds: (values['serviceIds'] as string[] | undefined) ?? [] }
        if (freeze)
          await edit.mutateAsync({ ...body, id: freeze.id, version: freeze.version } as CallInput<
            typeof contract.editFreeze
          >)
        else await create.mutateAsync(body as CallInput<typeof contract.createFreeze>)
      }}
      onClose={onClose}
    />
  )
}
