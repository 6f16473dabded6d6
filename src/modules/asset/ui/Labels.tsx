import { App, Button } from 'antd'
import { QrcodeOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnyRecord } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import { call } from '#web/api.ts'
import { useDownload, useExplain } from '#web/hooks.ts'
import { useUrlState } from '#web/url.ts'
import { assetEndpoints } from '../contract.ts'
import { assetLabels } from '../slip-contract.ts'

/** Five sheets of 24. */
const MOST = 120

/** The label of one asset. */
export function LabelButton({ record }: { record: AnyRecord }) {
  const { t } = useTranslation('asset')
  const sheet = useDownload(assetLabels)
  const print = () => sheet.run({ ids: record.id, base: window.location.origin })
  return (
    <Button icon={<QrcodeOutlined />} loading={sheet.busy} onClick={print}>
      {t('label.one')}
    </Button>
  )
}

/** Labels of the list as it is narrowed now. */
export function ListLabelsButton() {
  const { t } = useTranslation('asset')
  const { message } = App.useApp()
  const explain = useExplain()
  const [url] = useUrlState()
  const [busy, setBusy] = useState(false)
  const sheet = useDownload(assetLabels)
  const print = async () => {
    setBusy(true)
    try {
      const known = ['q', 'sort', ...(assetEndpoints.def.list.filters ?? [])]
      const filters = Object.fromEntries(known.flatMap((key) => (url[key] ? [[key, url[key]]] : [])))
      const { items } = await call(assetEndpoints.list, { ...filters, limit: MOST } as never)
      if (items.length === 0) message.info(t('label.none'))
      else sheet.run({ ids: items.map((one) => one.id).join(','), base: window.location.origin })
    } catch (error) {
      message.error(explain(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      icon={<QrcodeOutlined />}
      title={t('label.manyHint', { n: MOST })}
      loading={busy || sheet.busy}
      onClick={() => void print()}
    >
      {t('label.many')}
    </Button>
  )
}
