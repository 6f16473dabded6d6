import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { bracketed, comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getLog, prefillLog, signLog } from '../contract.ts'
import { Lines } from './Lines.tsx'
import { StateTag, type Log } from './parts.tsx'
import { TakeOver } from './TakeOver.tsx'
import './duty-log.css'

/** One shift's log: written, signed, taken over. */
export function LogPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getLog, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} log={data} />
}

function Loaded({ log }: { log: Log }) {
  const { t } = useTranslation('duty-log')
  const title = `${log.day} ${log.shift}`
  return (
    <RecordPage
      storyFirst
      title={title}
      tabTitle={`${title} ${log.team.name}`}
      breadcrumb={[{ label: t('page.list'), to: '/duty-logs' }, { label: `${log.team.name} ${title}` }]}
      tags={<StateTag log={log} />}
      actions={<Actions log={log} />}
      story={
        <>
          {log.summary ? (
            <Panel title={t('field.summary')}>
              <PlainText>{log.summary}</PlainText>
            </Panel>
          ) : null}
          <Lines log={log} />
        </>
      }
      facts={<Facts log={log} />}
    />
  )
}

function Actions({ log }: { log: Log }) {
  const { t } = useTranslation('duty-log')
  const { id, version, abilities } = log
  const [open, setOpen] = useState<'sign' | 'take-over' | null>(null)
  const fill = useMove(prefillLog, { done: t('done.filled') })
  const sign = useMove(signLog, { done: t('done.signed'), onProblem: () => true })
  const close = () => setOpen(null)
  return (
    <>
      {abilities.includes('write') ? (
        <Button loading={fill.isPending} onClick={() => fill.mutate({ id, version })}>
          {t('act.prefill')}
        </Button>
      ) : null}
      {abilities.includes('sign') ? (
        <Button type="primary" onClick={() => setOpen('sign')}>
          {t('act.sign')}
        </Button>
      ) : null}
      {abilities.includes('take-over') ? (
        <Button type="primary" onClick={() => setOpen('take-over')}>
          {t('act.takeOver')}
        </Button>
      ) : null}
      {open === 'sign' ? (
        <FormDialog
          title={t('act.sign')}
          above={t('signSure')}
          fields={[{ name: 'summary', label: t('field.summary'), type: 'longtext', max: 4000, rows: 5 }]}
          initial={{ summary: log.summary ?? '' }}
          submitLabel={t('act.sign')}
          onSubmit={(values) => sign.mutateAsync({ id, version, summary: null, ...values } as never)}
          onClose={close}
        />
      ) : null}
      {open === 'take-over' ? <TakeOver log={log} onClose={close} /> : null}
    </>
  )
}

function Facts({ log }: { log: Log }) {
  const { t } = useTranslation('duty-log')
  const signed = (who: Log['signedBy'], at: string | null) =>
    who && at ? (
      <>
        {who.name} · <TimeText at={at} />
      </>
    ) : null
  return (
    <Panel title={t('page.facts')}>
      <FactList
        facts={[
          { label: t('field.team'), value: log.team.name },
          { label: t('field.org'), value: log.org.name },
          {
            label: t('field.period'),
            value: (
              <>
                <TimeText at={log.startsAt} /> – <TimeText at={log.endsAt} />
              </>
            ),
            block: true,
          },
          {
            label: t('field.people'),
            block: true,
            value: log.people
              .map((one) => `${one.name}${bracketed(t(`role.${one.role as 'duty'}`))}`)
              .join(comma()),
          },
          { label: t('field.next'), block: true, value: log.next.map((one) => one.name).join(comma()) },
          { label: t('field.signedBy'), block: true, value: signed(log.signedBy, log.signedAt) },
          { label: t('field.takenBy'), block: true, value: signed(log.takenBy, log.takenAt) },
        ]}
      />
    </Panel>
  )
}
