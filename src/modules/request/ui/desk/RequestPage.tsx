import { Link, Navigate, useParams } from '@tanstack/react-router'
import { PaperClipOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { urlOf } from '#web/api.ts'
import { invalidate, useCall } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText, Uploader } from '#web/kit/Uploader.tsx'
import { RecordBlocks } from '#web/RecordBlocks.tsx'
import { useCan } from '#web/session.tsx'
import { attachToRequest, downloadAttachment, getRequest, listAttachments } from '../../contract.ts'
import { LinePanel } from '../parts/LinePanel.tsx'
import { CommentBox, Story } from '../parts/story.tsx'
import { StateTag, useTitle } from '../parts/tags.tsx'
import type { Request } from '../types.ts'
import '../request.css'

/** A request for those who work on it: its items with their tasks, what was said, who asks. */
export function RequestPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const can = useCan()
  const record = useCall(getRequest, { id })
  // a link in a notice leads here; who only asks has a page of his own
  if (!can('request.fulfil')) return <Navigate to="/portal/requests/$id" params={{ id }} replace />
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded request={record.data} />
}

function Loaded({ request }: { request: Request }) {
  const { t } = useTranslation('request')
  const title = useTitle()({ title: request.title, items: request.lines })
  return (
    <RecordPage
      title={title}
      breadcrumb={[{ label: t('ui.page.requests'), to: '/requests' }, { label: request.number }]}
      tags={<StateTag of="request" state={request.state} />}
      story={
        <>
          {request.description ? (
            <Panel title={t('ui.field.description')}>
              <PlainText>{request.description}</PlainText>
            </Panel>
          ) : null}
          {request.lines.map((line) => (
            <LinePanel key={line.id} request={request} line={line} staff />
          ))}
          <RecordBlocks record="request" id={request.id} />
          <Panel title={t('ui.story.title')}>
            <CommentBox request={request} />
            <Story id={request.id} />
          </Panel>
        </>
      }
      facts={<Facts request={request} />}
    />
  )
}

function Facts({ request }: { request: Request }) {
  const { t } = useTranslation('request')
  return (
    <>
      <Panel title={t('ui.field.facts')}>
        <FactList
          facts={[
            { label: t('ui.field.number'), value: request.number },
            { label: t('ui.field.requester'), value: request.requester.name },
            { label: t('ui.field.org'), value: request.org.name },
            {
              label: t('ui.field.phone'),
              value: request.contactPhone,
              when: request.contactPhone !== null,
            },
            { label: t('ui.field.channel'), value: t(`ui.channel.${request.channel}`) },
            { label: t('ui.field.recorded'), value: <TimeText at={request.recordedAt} /> },
            {
              label: t('ui.field.due'),
              value: request.dueAt ? <TimeText at={request.dueAt} /> : '',
              when: request.dueAt !== null,
            },
            {
              label: t('ui.follow.rated'),
              value: request.rating ? t(`satisfaction:answer.${request.rating}`) : '',
              when: request.rating !== null,
            },
            { label: t('ui.follow.remark'), value: request.remark, block: true, when: request.remark !== '' },
          ]}
        />
        <p>
          <Link to="/portal/requests/$id" params={{ id: request.id }}>
            {t('ui.field.asRequester')}
          </Link>
        </p>
      </Panel>
      <Files request={request} />
    </>
  )
}

function Files({ request }: { request: Request }) {
  const { t } = useTranslation('request')
  const client = useQueryClient()
  const files = useCall(listAttachments, { id: request.id })
  const mayAttach = request.abilities.includes('attach')
  if (!mayAttach && files.data?.items.length === 0) return null
  return (
    <Panel title={t('ui.field.attachments')}>
      {files.error ? <ErrorState error={files.error} retry={() => void files.refetch()} small /> : null}
      <ul className="zy-req-files">
        {(files.data?.items ?? []).map((file) => (
          <li key={file.id}>
            <PaperClipOutlined aria-hidden="true" />
            <a
              href={urlOf(downloadAttachment, { id: request.id, fileId: file.id })}
              download={file.name}
              dir="auto"
            >
              {file.name}
            </a>
            <small className="zy-num">{sizeText(file.size)}</small>
          </li>
        ))}
      </ul>
      {mayAttach ? (
        <Uploader
          endpoint={attachToRequest}
          input={{ id: request.id }}
          onDone={() => void invalidate(client, 'request')}
        />
      ) : null}
    </Panel>
  )
}
