import { Alert, Button, Input, Modal, Radio } from 'antd'
import { LeftOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answers as ratings, type Answer as Rating } from '#modules/satisfaction/words.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { confirmRequest, getRequest } from '../../contract.ts'
import { LinePanel } from '../parts/LinePanel.tsx'
import { CommentBox, Story } from '../parts/story.tsx'
import { StateTag, useTitle } from '../parts/tags.tsx'
import type { Request } from '../types.ts'
import '../request.css'

/** My request: each item, each step and who has it, and what is asked of me. */
export function FollowPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getRequest, { id })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded request={record.data} />
}

function Loaded({ request }: { request: Request }) {
  const { t } = useTranslation('request')
  const title = useTitle()({ title: request.title, items: request.lines })
  const [url] = useUrlState()
  return (
    <div className="zy-req-portal">
      <Link to="/portal/catalogue" className="zy-req-back">
        <LeftOutlined aria-hidden="true" /> {t('ui.portal.title')}
      </Link>
      <PageHeader
        title={title}
        tags={<StateTag of="request" state={request.state} />}
        sub={
          <>
            {request.number} · <TimeText at={request.recordedAt} />
          </>
        }
      />
      {url['sent'] && request.state !== 'closed' ? (
        <Alert type="success" showIcon title={t('ui.follow.sent', { number: request.number })} />
      ) : null}
      <Confirmation request={request} />
      {request.description ? (
        <Panel title={t('ui.field.description')}>
          <PlainText>{request.description}</PlainText>
        </Panel>
      ) : null}
      {request.lines.map((line) => (
        <LinePanel key={line.id} request={request} line={line} staff={false} />
      ))}
      <Panel title={t('ui.story.title')}>
        <CommentBox request={request} />
        <Story id={request.id} publicOnly />
      </Panel>
    </div>
  )
}

/** Everything is delivered: the requester says that it has arrived, and how it was. */
function Confirmation({ request }: { request: Request }) {
  const { t } = useTranslation('request')
  const [open, setOpen] = useState(false)
  const [rating, setRating] = useState<Rating>('satisfied')
  const [remark, setRemark] = useState('')
  const confirm = useMove(confirmRequest, { done: t('ui.follow.confirmed'), onDone: () => setOpen(false) })
  const rated = request.rating ? (
    <Alert
      type="success"
      showIcon
      title={`${t('ui.follow.rated')} ${t(`satisfaction:answer.${request.rating}`)}`}
    />
  ) : null
  // who has answered the survey has still to say that everything has arrived
  if (!request.abilities.includes('confirm')) return rated
  return (
    <>
      <Alert
        type="success"
        showIcon
        title={t('ui.follow.done')}
        action={
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('ui.move.confirm')}
          </Button>
        }
      />
      <Modal
        open={open}
        title={t('ui.move.confirm')}
        okText={t('ui.move.confirm')}
        confirmLoading={confirm.isPending}
        onCancel={() => setOpen(false)}
        onOk={() =>
          confirm.mutate({
            ...{ id: request.id, version: request.version },
            ...(rated ? {} : { rating, remark: remark.trim() }),
          })
        }
        destroyOnHidden
      >
        <div className="zy-req-dialog">
          {rated ?? (
            <>
              <Radio.Group
                aria-label={t('ui.follow.rating')}
                value={rating}
                onChange={(event) => setRating(event.target.value as Rating)}
                options={ratings.map((one) => ({ value: one, label: t(`satisfaction:answer.${one}`) }))}
              />
              <label>
                {t('ui.follow.remark')}
                <Input.TextArea
                  value={remark}
                  maxLength={2000}
                  autoSize={{ minRows: 2, maxRows: 6 }}
                  onChange={(event) => setRemark(event.target.value)}
                />
              </label>
            </>
          )}
        </div>
      </Modal>
    </>
  )
}
