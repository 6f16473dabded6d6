import { Button, Popconfirm, Tabs } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { deleteAnswer, deleteTemplate, listAnswers, listTemplates } from '../contract.ts'
import { AnswerDialog } from './AnswerDialog.tsx'
import { TemplateDialog } from './TemplateDialog.tsx'

export type Answer = CallOutput<typeof listAnswers>['items'][number]
export type Template = CallOutput<typeof listTemplates>['items'][number]

/** What is said and filed often, kept once: personal, the group's, the unit's. */
export function CannedPage() {
  const { t } = useTranslation('canned')
  const [url, setUrl] = useUrlState()
  const tab = url['tab'] === 'templates' ? 'templates' : 'answers'
  const [adding, setAdding] = useState(false)
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.sub')}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('create')}
          </Button>
        }
      />
      <Tabs
        activeKey={tab}
        onChange={(key) => setUrl({ tab: key === 'answers' ? undefined : key, q: undefined }, { push: true })}
        items={[
          { key: 'answers', label: t('page.answers') },
          { key: 'templates', label: t('page.templates') },
        ]}
      />
      <FilterBar />
      {tab === 'answers' ? (
        <Answers q={url['q']} adding={adding} onAdded={() => setAdding(false)} />
      ) : (
        <Templates q={url['q']} adding={adding} onAdded={() => setAdding(false)} />
      )}
    </div>
  )
}

interface ListProps {
  q: string | undefined
  adding: boolean
  onAdded: () => void
}

function Answers({ q, adding, onAdded }: ListProps) {
  const { t } = useTranslation('canned')
  const list = useInfiniteList(listAnswers, q ? { q } : {})
  const remove = useMove(deleteAnswer, { done: t('deleted') })
  const [edited, setEdited] = useState<Answer | null>(null)
  return (
    <>
      <RecordTable
        list={list}
        label={t('page.answers')}
        filtered={Boolean(q)}
        empty={{ title: t('page.emptyAnswers'), hint: t('page.emptyAnswersHint') }}
        onOpen={(row) => row.abilities.includes('edit') && setEdited(row)}
        columns={[
          { key: 'title', title: t('field.title'), width: 200, lead: true },
          { key: 'body', title: t('field.body'), cut: true },
          ...useSharing<Answer>(
            (row) => row.title,
            setEdited,
            (row) => remove.mutate({ id: row.id, version: row.version }),
          ),
        ]}
      />
      {adding ? <AnswerDialog answer={null} onClose={onAdded} /> : null}
      {edited ? <AnswerDialog answer={edited} onClose={() => setEdited(null)} /> : null}
    </>
  )
}

function Templates({ q, adding, onAdded }: ListProps) {
  const { t } = useTranslation('canned')
  const list = useInfiniteList(listTemplates, q ? { q } : {})
  const remove = useMove(deleteTemplate, { done: t('deleted') })
  const [edited, setEdited] = useState<Template | null>(null)
  return (
    <>
      <RecordTable
        list={list}
        label={t('page.templates')}
        filtered={Boolean(q)}
        empty={{ title: t('page.emptyTemplates'), hint: t('page.emptyTemplatesHint') }}
        onOpen={(row) => row.abilities.includes('edit') && setEdited(row)}
        columns={[
          { key: 'name', title: t('field.title'), width: 200, lead: true },
          { key: 'title', title: t('field.ticketTitle'), cut: true },
          {
            key: 'tasks',
            title: t('field.tasks'),
            width: 70,
            align: 'right',
            wide: true,
            render: (row) => <span className="zy-num">{row.tasks.length || '—'}</span>,
          },
          ...useSharing<Template>(
            (row) => row.name,
            setEdited,
            (row) => remove.mutate({ id: row.id, version: row.version }),
          ),
        ]}
      />
      {adding ? <TemplateDialog template={null} onClose={onAdded} /> : null}
      {edited ? <TemplateDialog template={edited} onClose={() => setEdited(null)} /> : null}
    </>
  )
}

/** Whose it is, with whom it is shared, and what one may do with it. */
function useSharing<T extends Answer | Template>(
  nameOf: (row: T) => string,
  onEdit: (row: T) => void,
  onDelete: (row: T) => void,
): Column<T>[] {
  const { t } = useTranslation('canned')
  return [
    {
      key: 'share',
      title: t('share.label'),
      width: 180,
      render: (row) => row.group?.name ?? row.org?.name ?? t('share.personal'),
    },
    { key: 'owner', title: t('field.owner'), width: 90, wide: true, render: (row) => row.owner.name },
    {
      key: 'updatedAt',
      title: t('field.updated'),
      width: 150,
      wide: true,
      render: (row) => <TimeText at={row.updatedAt} />,
    },
    {
      key: 'do',
      title: '',
      width: 110,
      align: 'right',
      render: (row) =>
        row.abilities.includes('edit') ? (
          <>
            <Button size="small" type="link" onClick={() => onEdit(row)}>
              {t('edit')}
            </Button>
            <Popconfirm title={t('deleteSure', { name: nameOf(row) })} onConfirm={() => onDelete(row)}>
              <Button size="small" type="link" danger>
                {t('delete')}
              </Button>
            </Popconfirm>
          </>
        ) : null,
    },
  ]
}
