import { Button, Popconfirm } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { createTemplate, deleteTemplate, editTemplate, listReportTemplates } from '../contract.ts'
import { kinds, usual } from '../words.ts'
import { SectionsEditor, type Edited } from './SectionsEditor.tsx'
import './report.css'

type Template = CallOutput<typeof listReportTemplates>['items'][number]

/** What reports are made of, and when drafts come by themselves. */
export function TemplatesPage() {
  const { t } = useTranslation('report')
  const can = useCan()
  const found = useCall(listReportTemplates, {})
  const [shown, setShown] = useState<Template | 'new' | null>(null)
  const remove = useMove(deleteTemplate, { done: t('ui.deleted') })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.templates')}
        sub={t('ui.templatesSub')}
        breadcrumb={[{ label: t('ui.page.list'), to: '/reports' }]}
        actions={
          can('report.template') ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
              {t('ui.templateNew')}
            </Button>
          ) : null
        }
      />
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('ui.page.templates')}
        empty={{ title: t('ui.templateEmpty'), hint: t('ui.templateEmptyHint') }}
        onOpen={(row) => row.abilities.includes('edit') && setShown(row)}
        columns={[
          { key: 'name', title: t('ui.name'), cut: true },
          { key: 'kind', title: t('ui.kind'), width: 90, render: (row) => t(`kind.${row.kind}`) },
          { key: 'org', title: t('ui.org'), width: 180, wide: true, render: (row) => row.org.name },
          {
            key: 'schedule',
            title: t('ui.schedule'),
            width: 190,
            render: (row) =>
              row.workday === null ? t('ui.byHand') : `${t('ui.nth', { n: row.workday })} ${row.at}`,
          },
          {
            key: 'next',
            title: t('ui.nextAt'),
            width: 170,
            wide: true,
            render: (row) => <TimeText at={row.nextAt} />,
          },
          {
            key: 'do',
            title: '',
            width: 90,
            align: 'right',
            render: (row) =>
              row.abilities.includes('edit') ? (
                <Popconfirm
                  title={t('ui.templateDeleteSure', { name: row.name })}
                  onConfirm={() => remove.mutate({ id: row.id, version: row.version })}
                >
                  <Button size="small" type="link" danger onClick={(event) => event.stopPropagation()}>
                    {t('ui.templateDelete')}
                  </Button>
                </Popconfirm>
              ) : null,
          },
        ]}
      />
      {shown ? (
        <TemplateDialog template={shown === 'new' ? null : shown} onClose={() => setShown(null)} />
      ) : null}
    </div>
  )
}

const byHand = 0

function useFields(template: Template | null): FormField[] {
  const { t } = useTranslation('report')
  return [
    { type: 'text', name: 'name', label: t('ui.name'), required: true, max: 60, half: true, autoFocus: true },
    {
      type: 'select',
      name: 'kind',
      label: t('ui.kind'),
      required: true,
      half: true,
      options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      ...{ type: 'remote', name: 'orgId', label: t('ui.org'), required: true, half: true, source: orgSource },
      ...(template ? { valueLabel: template.org.name } : {}),
    },
    {
      type: 'select',
      name: 'locale',
      label: t('ui.locale'),
      required: true,
      half: true,
      options: [
        { value: 'zh-CN', label: t('ui.chinese') },
        { value: 'en', label: t('ui.english') },
      ],
    },
    {
      type: 'select',
      name: 'workday',
      label: t('ui.workday'),
      half: true,
      options: [
        { value: byHand, label: t('ui.byHand') },
        ...Array.from({ length: 15 }, (_, i) => ({ value: i + 1, label: t('ui.nth', { n: i + 1 }) })),
      ],
    },
    {
      ...{ type: 'text', name: 'at', label: t('ui.at'), half: true, max: 5, placeholder: '09:00' },
      when: (values) => values['workday'] !== byHand,
    },
    {
      type: 'custom',
      name: 'sections',
      label: t('ui.sections'),
      render: ({ value, onChange }) => (
        <SectionsEditor value={(value ?? []) as Edited[]} onChange={(next) => onChange?.(next)} />
      ),
    },
  ]
}

function TemplateDialog({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const { t } = useTranslation('report')
  const options = { done: t('ui.saved'), onProblem: () => true as const }
  const create = useMove(createTemplate, options)
  const edit = useMove(editTemplate, options)
  const submit = async (values: FormValues) => {
    const body = { at: '09:00', ...values, workday: values['workday'] === byHand ? null : values['workday'] }
    return template
      ? edit.mutateAsync({ ...body, id: template.id, version: template.version } as CallInput<
          typeof editTemplate
        >)
      : create.mutateAsync(body as CallInput<typeof createTemplate>)
  }
  return (
    <FormDialog
      title={t(template ? 'ui.templateEdit' : 'ui.templateNew')}
      width={720}
      fields={useFields(template)}
      initial={
        template
          ? {
              ...template,
              orgId: template.org.id,
              workday: template.workday ?? byHand,
            }
          : {
              kind: 'month',
              locale: 'zh-CN',
              workday: 3,
              at: '09:00',
              sections: usual.map((key) => ({ id: key, key, title: '', text: '' })),
            }
      }
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
