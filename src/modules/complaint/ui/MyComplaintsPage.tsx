import { CommentOutlined, EyeInvisibleOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Bars, PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import { fileComplaint, getMine, listMine, replyMine } from '../contract.ts'
import { Attachments } from './Attachments.tsx'
import { History, KindTag, MineFacts, Replies, Said, StateTag, useSaidFields } from './parts.tsx'
import './complaint.css'

/** What I have said, and the way to say more. */
export function MyComplaintsPage() {
  const { t } = useTranslation('complaint')
  const navigate = useNavigate()
  const [writing, setWriting] = useState(false)
  const list = useInfiniteList(listMine, {})
  if (list.isPending) return <Bars rows={8} />
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => void list.refetch()} />
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.mine')}
        sub={t('page.mineSub')}
        actions={
          <>
            <Button
              icon={<EyeInvisibleOutlined />}
              onClick={() => void navigate({ to: '/anonymous-complaints' as never })}
            >
              {t('button.anonymous')}
            </Button>
            <Button type="primary" onClick={() => setWriting(true)}>
              {t('button.new')}
            </Button>
          </>
        }
      />
      {list.items.length === 0 ? (
        <EmptyState icon={<CommentOutlined />} title={t('page.mineEmpty')} hint={t('page.mineEmptyHint')} />
      ) : (
        <ul className="zy-complaints">
          {list.items.map((one) => (
            <li key={one.id}>
              <div>
                <p>
                  <KindTag kind={one.kind} />{' '}
                  <Link to={`/my-complaints/${one.id}` as never}>{one.title}</Link>
                </p>
                <small className="zy-num">
                  {one.number} · <TimeText at={one.recordedAt} />
                </small>
              </div>
              <StateTag state={one.state} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore list={list} block />
      {writing ? <Write close={() => setWriting(false)} /> : null}
    </div>
  )
}

function Write({ close }: { close: () => void }) {
  const { t } = useTranslation('complaint')
  const navigate = useNavigate()
  const [kind, about, ...rest] = useSaidFields(['service', 'org', 'vendor', 'person', 'other'])
  const service: FormField = {
    ...{ name: 'aboutId', label: t('field.aboutService'), type: 'remote', source: serviceSource },
    when: (values) => values['about'] === 'service',
  }
  const file = useMove(fileComplaint, { onProblem: () => true })
  return (
    <FormDialog
      title={t('button.new')}
      fields={[kind!, about!, service, ...rest]}
      initial={{ kind: 'complaint', about: 'service' }}
      submitLabel={t('button.submit')}
      onClose={close}
      onSubmit={async (values) => {
        const aboutId = values['about'] === 'service' ? (values['aboutId'] ?? null) : null
        const made = await file.mutateAsync({ aboutText: '', ...values, aboutId } as never)
        void navigate({ to: `/my-complaints/${made.id}` as never })
      }}
    />
  )
}

export function MyComplaintPage() {
  const { t } = useTranslation('complaint')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getMine, { id })
  const reply = useMove(replyMine, { done: t('done.saved'), onProblem: () => true })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return (
    <div className="zy-page">
      <PageHeader
        title={data.title}
        breadcrumb={[{ label: t('page.mine'), to: '/my-complaints' }]}
        tags={
          <>
            <KindTag kind={data.kind} /> <StateTag state={data.state} />
          </>
        }
        sub={data.state === 'received' ? t('done.filedHint') : null}
      />
      <section className="zy-panel zy-pad">
        <MineFacts one={data} />
      </section>
      <Said one={data} />
      <Attachments id={id} mine />
      <Replies
        one={data}
        busy={reply.isPending}
        error={reply.error}
        onReply={(move, note) => reply.mutateAsync({ id, version: data.version, move, note })}
      />
      <History entries={data.entries} />
    </div>
  )
}
