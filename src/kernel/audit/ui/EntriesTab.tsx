import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listAuditEntries, type AuditEntry } from '../contract.ts'
import { EntryDrawer } from './EntryDrawer.tsx'
import { ExportButton } from './ExportButton.tsx'
import { EntryFilters, queryOf } from './filters.tsx'
import { useEntryWords } from './words.ts'

/** Search in the trail, newest first. */
export function EntriesTab() {
  const { t } = useTranslation('audit')
  const [url, setUrl] = useUrlState()
  const query = queryOf(url)
  const words = useEntryWords()
  const list = useInfiniteList(listAuditEntries, query)
  const shown = list.items.find((entry) => String(entry.id) === url['at'])
  return (
    <>
      <EntryFilters right={<ExportButton query={query} />} />
      <section className="zy-panel">
        <RecordTable
          list={list}
          columns={columnsOf(t, words)}
          label={t('page.entries')}
          rowKey={(entry) => String(entry.id)}
          onOpen={(entry) => setUrl({ at: String(entry.id) })}
          filtered={Object.keys(query).length > 0}
          empty={{ title: t('list.empty'), hint: t('list.emptyHint') }}
        />
      </section>
      <EntryDrawer entry={shown} onClose={() => setUrl({ at: undefined })} />
    </>
  )
}

function columnsOf(
  t: (key: string) => string,
  words: ReturnType<typeof useEntryWords>,
): Column<AuditEntry>[] {
  return [
    {
      key: 'id',
      title: t('field.id'),
      width: 84,
      wide: true,
      align: 'right',
      render: (entry) => <span className="zy-num zy-aud-dim">{entry.id}</span>,
    },
    {
      key: 'recordedAt',
      title: t('field.recordedAt'),
      width: 158,
      render: (entry) => <TimeText at={entry.recordedAt} mode="full" />,
    },
    { key: 'actor', title: t('field.actor'), width: 150, render: (entry) => entry.actorLogin },
    {
      key: 'action',
      title: t('field.action'),
      width: 210,
      render: (entry) => (
        <span className="zy-aud-what">
          {words.action(entry.action)}
          <code className="zy-aud-code zy-aud-dim">{entry.action}</code>
        </span>
      ),
    },
    {
      key: 'entity',
      title: t('field.entity'),
      cut: true,
      render: (entry) => (
        <>
          {words.entity(entry.entity)} <span className="zy-aud-dim">{entry.entityId}</span>
        </>
      ),
    },
    { key: 'ip', title: t('field.ip'), width: 130, wide: true, render: (entry) => entry.ip ?? '—' },
  ]
}
