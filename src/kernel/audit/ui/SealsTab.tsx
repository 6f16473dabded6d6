import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listSeals } from '../contract.ts'

/** The seals, newest first: which entries each holds, its hash and who signed. */
export function SealsTab() {
  const { t } = useTranslation('audit')
  const [, setUrl] = useUrlState()
  const list = useInfiniteList(listSeals, {})
  return (
    <section className="zy-panel">
      <RecordTable
        list={list}
        rowKey={(seal) => String(seal.seq)}
        label={t('page.seals')}
        empty={{
          title: t('seal.empty'),
          hint: t('seal.emptyHint'),
          action: <Button onClick={() => setUrl({ tab: undefined })}>{t('page.entries')}</Button>,
        }}
        columns={[
          {
            key: 'seq',
            title: t('seal.seq'),
            width: 90,
            render: (seal) => <b className="zy-num">{seal.seq}</b>,
          },
          {
            key: 'sealedAt',
            title: t('seal.at'),
            width: 158,
            render: (seal) => <TimeText at={seal.sealedAt} mode="full" />,
          },
          {
            key: 'count',
            title: t('seal.count'),
            width: 90,
            align: 'right',
            render: (seal) => <span className="zy-num">{seal.count}</span>,
          },
          {
            key: 'entries',
            title: t('seal.entries'),
            width: 160,
            render: (seal) => <span className="zy-num">{`${seal.firstId} – ${seal.lastId}`}</span>,
          },
          {
            key: 'hash',
            title: t('seal.hash'),
            cut: true,
            render: (seal) => (
              <code className="zy-aud-code" title={seal.hash}>
                {seal.hash}
              </code>
            ),
          },
          {
            key: 'key',
            title: t('seal.key'),
            width: 150,
            wide: true,
            render: (seal) => (
              <code className="zy-aud-code" title={`${t('seal.signature')} ${seal.signature}`}>
                {seal.keyId}
              </code>
            ),
          },
        ]}
      />
    </section>
  )
}
