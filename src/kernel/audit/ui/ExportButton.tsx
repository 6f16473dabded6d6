import { App, Button } from 'antd'
import { DownloadOutlined, StopOutlined } from '@ant-design/icons'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'
import { exportAll } from './export.ts'
import type { Query } from './filters.tsx'

/** Saves what the filters find, all of it; counts while it runs and can be stopped. */
export function ExportButton({ query }: { query: Query }) {
  const { t } = useTranslation('audit')
  const can = useCan()
  const explain = useExplain()
  const { message } = App.useApp()
  const running = useRef<AbortController | null>(null)
  const [entries, setEntries] = useState<number | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  if (!can('audit.export')) return null

  const run = async () => {
    const control = new AbortController()
    running.current = control
    setEntries(0)
    try {
      const count = await exportAll(query, { signal: control.signal, onProgress: setEntries })
      message.success(t('export.done', { n: count }))
    } catch (error) {
      if (!control.signal.aborted) message.error(explain(error))
    } finally {
      running.current = null
      setEntries(null)
    }
  }
  return entries === null ? (
    <Button icon={<DownloadOutlined />} onClick={() => void run()} title={t('export.hint')}>
      {t('export.start')}
    </Button>
  ) : (
    <Button icon={<StopOutlined />} onClick={() => running.current?.abort()}>
      {t('export.stop', { n: entries })}
    </Button>
  )
}
