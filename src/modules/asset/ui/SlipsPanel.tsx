import { Button } from 'antd'
import { PrinterOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { AnyRecord } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import { useDownload, useInfiniteList } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { listSlips, slipPdf } from '../slip-contract.ts'
import './asset.css'

/** Slips of what was handed over, to be printed and signed. */
export function SlipsPanel({ record }: { record: AnyRecord }) {
  const { t } = useTranslation('asset')
  const list = useInfiniteList(listSlips, { id: record.id, limit: 20 })
  const pdf = useDownload(slipPdf)
  if (list.items.length === 0) return null
  return (
    <Panel title={t('slip.panel')}>
      <ul className="zy-asset-slips">
        {list.items.map((one) => (
          <li key={one.id}>
            <span>{t(`slip.title.${one.kind}`)}</span>
            <RecordNumber>{one.number}</RecordNumber>
            <span>
              {one.from.person ?? one.from.location ?? '—'} → {one.to.person ?? one.to.location ?? '—'}
              {one.due && one.kind === 'lend' ? ` · ${t('slip.due', { day: one.due })}` : null}
            </span>
            <TimeText at={one.madeAt} />
            <Button
              size="small"
              icon={<PrinterOutlined />}
              loading={pdf.busy}
              onClick={() => pdf.run({ id: record.id, slipId: one.id })}
            >
              {t('slip.print')}
            </Button>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button type="link" onClick={() => void list.fetchNextPage()}>
          …
        </Button>
      ) : null}
    </Panel>
  )
}
