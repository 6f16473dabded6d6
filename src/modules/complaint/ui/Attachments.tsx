import { PaperClipOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { urlOf } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText } from '#web/kit/Uploader.tsx'
import { downloadAttachment, downloadMyAttachment, listAttachments, listMyAttachments } from '../contract.ts'

/** What came with the mails of a complaint, to download; nothing where nothing came. `mine`: for the complainant. */
export function Attachments({ id, mine = false }: { id: string; mine?: boolean }) {
  const { t } = useTranslation('complaint')
  const [list, one] = mine ? [listMyAttachments, downloadMyAttachment] : [listAttachments, downloadAttachment]
  const files = useCall(list, { id })
  const items = files.data?.items ?? []
  if (files.error && !files.data)
    return <ErrorState error={files.error} retry={() => void files.refetch()} small />
  if (items.length === 0) return null
  return (
    <Panel title={t('page.attachments')}>
      <ul className="zy-complaint-files">
        {items.map((file) => (
          <li key={file.id}>
            <PaperClipOutlined aria-hidden="true" />
            <a href={urlOf(one, { id, fileId: file.id })} download={file.name} dir="auto">
              {file.name}
            </a>
            <small className="zy-num">{sizeText(file.size)}</small>
            <small>
              <TimeText at={file.recordedAt} />
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
