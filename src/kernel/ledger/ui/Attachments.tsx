import { DeleteOutlined, PaperClipOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { urlOf } from '#web/api.ts'
import { invalidate, useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText, Uploader } from '#web/kit/Uploader.tsx'
import { useMe } from '#web/session.tsx'
import type { AnyRecord, LedgerUi } from './types.ts'
import { useLedgerWords } from './words.ts'

/** Papers of a record outside its fields, and a place to drop more. */
export function Attachments({ ui, record }: { ui: LedgerUi; record: AnyRecord }) {
  const { endpoints } = ui
  const words = useLedgerWords(endpoints.def)
  const client = useQueryClient()
  const { modal } = App.useApp()
  const me = useMe()?.person
  const files = useCall(endpoints.attachments, { id: record.id })
  const remove = useMove(endpoints.removeAttachment, { done: words.t('ledger:screen.files.removed') })
  const items = files.data?.items ?? []
  const may = (what: string) => record.abilities.includes(what)
  if (items.length === 0 && !may('attach') && !files.error) return null
  const ask = (id: string, name: string) =>
    void modal.confirm({
      title: words.t('ledger:screen.files.removeAsk', { name }),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync({ id: record.id, fileId: id }),
    })
  return (
    <Panel title={words.t('ledger:screen.files.title')}>
      {files.error ? <ErrorState error={files.error} retry={() => void files.refetch()} small /> : null}
      {files.isPending ? <Bars rows={1} /> : null}
      <ul className="zy-ledger-papers">
        {items.map((file) => (
          <li key={file.id}>
            <PaperClipOutlined aria-hidden="true" />
            <a
              href={urlOf(endpoints.attachment, { id: record.id, fileId: file.id })}
              download={file.name}
              dir="auto"
            >
              {file.name}
            </a>
            <small>
              {sizeText(file.size)} · <TimeText at={file.recordedAt} />
            </small>
            {may('detach') || (may('edit') && file.uploadedBy === me?.id) ? (
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={`${words.t('ledger:screen.files.remove')} ${file.name}`}
                onClick={() => ask(file.id, file.name)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may('attach') ? (
        <div className="zy-no-print">
          <Uploader
            endpoint={endpoints.addAttachment}
            input={{ id: record.id }}
            onDone={() => void invalidate(client, endpoints.def.room)}
          />
        </div>
      ) : null}
    </Panel>
  )
}
