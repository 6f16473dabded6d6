import { PaperClipOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { urlOf } from '#web/api.ts'
import { invalidate, useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText, Uploader } from '#web/kit/Uploader.tsx'
import { attachToIncident, downloadAttachment, listAttachments } from '../../story-contract.ts'
import type { Incident } from '../types.ts'

/** Files of an incident, and a place to drop more. */
export function Attachments({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const client = useQueryClient()
  const files = useCall(listAttachments, { id: incident.id })
  if (files.error) return <ErrorState error={files.error} retry={() => void files.refetch()} small />
  if (!files.data) return <Bars rows={2} />
  return (
    <div className="zy-inc-files">
      {files.data.items.length === 0 ? <p className="zy-inc-none">{t('ui.record.noAttachments')}</p> : null}
      <ul>
        {files.data.items.map((file) => (
          <li key={file.id}>
            <PaperClipOutlined aria-hidden="true" />
            <a
              href={urlOf(downloadAttachment, { id: incident.id, fileId: file.id })}
              download={file.name}
              dir="auto"
            >
              {file.name}
            </a>
            <small className="zy-num">{sizeText(file.size)}</small>
            <small>
              {file.uploadedBy} <TimeText at={file.recordedAt} />
            </small>
          </li>
        ))}
      </ul>
      {incident.abilities.includes('attach') ? (
        <div className="zy-no-print">
          <Uploader
            endpoint={attachToIncident}
            input={{ id: incident.id }}
            onDone={() => void invalidate(client, 'incident.attachments', 'incident.timeline')}
          />
        </div>
      ) : null}
    </div>
  )
}
