import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain, useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { fileAnonymous, findAnonymous, replyAnonymous } from '../contract.ts'
import { History, MineFacts, Replies, Said, StateTag, useSaidFields, type MyComplaint } from './parts.tsx'
import './complaint.css'

/** Complain without being known, and find by a code what became of it. Needs no sign-in. */
export function AnonymousPage() {
  const { t } = useTranslation('complaint')
  const [made, setMade] = useState<{ number: string; code: string } | null>(null)
  const [found, setFound] = useState<{ code: string; one: MyComplaint } | null>(null)
  const fields = useSaidFields(['service', 'org', 'vendor', 'person', 'other'])
  const file = useMove(fileAnonymous, { onProblem: () => true, onDone: setMade })
  return (
    <main className="zy-anonymous">
      <PageHeader
        title={t('page.anonymous')}
        breadcrumb={[{ label: t('page.mine'), to: '/my-complaints' }]}
        sub={t('page.anonymousSub')}
      />
      {made ? (
        <Panel title={t('done.filed', { number: made.number })}>
          <p>{t('done.code')}</p>
          <p className="zy-anonymous-code zy-num">{made.code}</p>
          <p>{t('done.codeHint')}</p>
          <Button onClick={() => setMade(null)}>{t('button.again')}</Button>
        </Panel>
      ) : found ? null : (
        <Panel>
          <RecordForm
            fields={fields}
            initial={{ kind: 'complaint', about: 'service' }}
            submitLabel={t('button.submit')}
            onSubmit={(values) => file.mutateAsync({ aboutText: '', ...values } as never)}
          />
        </Panel>
      )}
      <Find found={found} setFound={setFound} />
    </main>
  )
}

function Find({
  found,
  setFound,
}: {
  found: { code: string; one: MyComplaint } | null
  setFound: (found: { code: string; one: MyComplaint } | null) => void
}) {
  const { t } = useTranslation('complaint')
  const explain = useExplain()
  const [code, setCode] = useState('')
  const find = useMove(findAnonymous, {
    onProblem: () => true,
    onDone: (one, input) => setFound({ code: input.code, one }),
  })
  const reply = useMove(replyAnonymous, {
    done: t('done.saved'),
    onProblem: () => true,
    onDone: (one, input) => setFound({ code: input.code, one }),
  })
  return (
    <>
      <Panel title={t('find.title')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (code.trim()) find.mutate({ code })
          }}
        >
          <Input.Search
            value={code}
            onChange={(event) => setCode(event.target.value)}
            aria-label={t('field.code')}
            placeholder={t('find.placeholder')}
            enterButton={
              <Button type="primary" htmlType="submit" loading={find.isPending}>
                {t('button.find')}
              </Button>
            }
            maxLength={24}
            autoComplete="off"
          />
        </form>
        {find.error ? <Alert type="error" showIcon title={explain(find.error)} role="alert" /> : null}
      </Panel>
      {found ? (
        <>
          <PageHeader title={found.one.title} tags={<StateTag state={found.one.state} />} />
          <section className="zy-panel zy-pad">
            <MineFacts one={found.one} />
          </section>
          <Said one={found.one} />
          <Replies
            one={found.one}
            busy={reply.isPending}
            error={reply.error}
            onReply={(move, note) => reply.mutateAsync({ code: found.code, move, note })}
          />
          <History entries={found.one.entries} />
        </>
      ) : null}
    </>
  )
}
