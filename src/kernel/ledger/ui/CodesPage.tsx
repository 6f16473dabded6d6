import { PlusOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { addCode, editCode, listCodeLists, listCodes } from '../contract.ts'
import { listName } from './CodeListsPage.tsx'

type Code = CallOutput<typeof listCodes>['items'][number]

/** The codes of one list in their order, those switched off among them. */
export function CodesPage() {
  const { list: name = '' } = useParams({ strict: false }) as { list?: string }
  const { t } = useTranslation(['ledger', 'web'])
  const [open, setOpen] = useState<Code | 'new' | null>(null)
  const lists = useCall(listCodeLists, {})
  const known = lists.data?.items.find((one) => one.list === name)
  const list = useInfiniteList(listCodes, { list: name })
  const title = known ? listName(known) : name
  const last = Math.max(0, ...list.items.map((one) => one.position))
  return (
    <div className="zy-page">
      <PageHeader
        title={title}
        tabTitle={title}
        sub={known?.usedBy.map((one) => `${one.ledger} · ${one.field}`).join(comma()) ?? ''}
        breadcrumb={[{ label: t('codeLists'), to: '/code-lists' }, { label: name }]}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
            {t('screen.codes.add')}
          </Button>
        }
      />
      <RecordTable
        list={list}
        rowKey={(row) => row.code}
        label={title}
        onOpen={setOpen}
        empty={{ title: t('screen.codes.empty') }}
        columns={[
          { key: 'position', title: t('screen.codes.position'), width: 90, align: 'right', named: true },
          {
            key: 'code',
            title: t('screen.codes.code'),
            width: 180,
            render: (row) => <code>{row.code}</code>,
          },
          { key: 'name', title: t('screen.codes.name'), lead: true },
          { key: 'nameEn', title: t('screen.codes.nameEn') },
          { key: 'used', title: t('screen.codes.used'), width: 120, align: 'right', named: true },
          {
            key: 'active',
            title: t('screen.codes.state'),
            width: 160,
            render: (row) => (
              <>
                <StatusTag
                  state={row.active ? 'active' : 'off'}
                  label={t(row.active ? 'screen.codes.active' : 'screen.codes.inactive')}
                  hue={row.active ? 'green' : 'grey'}
                />{' '}
                {row.shipped ? <small>{t('screen.codes.shipped')}</small> : null}
              </>
            ),
          },
          {
            key: 'edit',
            title: '',
            width: 90,
            render: (row) => (
              <Button size="small" onClick={() => setOpen(row)}>
                {t('web:action.edit')}
              </Button>
            ),
          },
        ]}
      />
      {open ? (
        <CodeDialog
          key={open === 'new' ? '' : open.code}
          list={name}
          code={open === 'new' ? null : open}
          next={last + 10}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </div>
  )
}

function useFields(fresh: boolean): FormField[] {
  const { t } = useTranslation('ledger')
  return [
    ...(fresh
      ? [
          {
            name: 'code',
            label: t('screen.codes.code'),
            type: 'text' as const,
            max: 60,
            required: true,
            autoFocus: true,
            hint: t('screen.codes.codeHint'),
          },
        ]
      : []),
    { name: 'name', label: t('screen.codes.name'), type: 'text', max: 60, required: true, half: true },
    { name: 'nameEn', label: t('screen.codes.nameEn'), type: 'text', max: 60, required: true, half: true },
    {
      name: 'position',
      label: t('screen.codes.position'),
      type: 'number',
      min: 0,
      max: 9999,
      required: true,
      half: true,
    },
    { name: 'active', label: t('screen.codes.active'), type: 'switch', half: true },
  ]
}

/** A new code, or names, order and state of one that is there. */
function CodeDialog(props: { list: string; code: Code | null; next: number; onClose: () => void }) {
  const { list, code, next, onClose } = props
  const { t } = useTranslation('ledger')
  const done = { done: t('screen.codes.saved'), onProblem: () => true }
  const add = useMove(addCode, done)
  const edit = useMove(editCode, done)
  const initial: FormValues = code
    ? { name: code.name, nameEn: code.nameEn, position: code.position, active: code.active }
    : { position: Math.min(9999, next), active: true }
  return (
    <FormDialog
      title={code ? `${t('screen.codes.edit')} ${code.code}` : t('screen.codes.add')}
      fields={useFields(code === null)}
      initial={initial}
      onSubmit={(values) =>
        code
          ? edit.mutateAsync({ list, code: code.code, version: code.version, ...values } as never)
          : add.mutateAsync({ list, ...values } as never)
      }
      onClose={onClose}
    />
  )
}
