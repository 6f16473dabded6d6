import { Button, Progress } from 'antd'
import { CheckCircleFilled, CloseCircleFilled, SafetyCertificateOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { listSeals, verifyAuditTrail } from '../contract.ts'
import { Findings } from './Findings.tsx'

type Report = CallOutput<typeof verifyAuditTrail>
interface Outcome {
  report: Report
  at: string
  seconds: number
}

/** Compares every entry with its seal, now, and says in words what is not as it was sealed. */
export function VerifyTab() {
  const { t } = useTranslation('audit')
  const can = useCan()
  const newest = useCall(listSeals, { limit: 1 })
  const [began, setBegan] = useState(0)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const verify = useMove(verifyAuditTrail, {
    onDone: (report) =>
      setOutcome({
        report,
        at: new Date().toISOString(),
        seconds: Math.max(1, Math.round((Date.now() - began) / 1000)),
      }),
    onProblem: () => true,
  })
  const start = () => {
    setBegan(Date.now())
    setOutcome(null)
    verify.mutate({})
  }
  const button = (
    <Button
      type="primary"
      icon={<SafetyCertificateOutlined />}
      onClick={start}
      loading={verify.isPending}
      disabled={!can('audit.verify')}
    >
      {outcome ? t('verify.again') : t('verify.start')}
    </Button>
  )
  if (verify.isPending) return <Running began={began} seals={newest.data?.items[0]?.seq ?? 0} />
  if (verify.error) return <ErrorState error={verify.error} retry={start} />
  if (!outcome)
    return (
      <section className="zy-panel">
        <EmptyState
          icon={<SafetyCertificateOutlined />}
          title={t('verify.title')}
          hint={t('verify.hint', { n: newest.data?.items[0]?.seq ?? 0 })}
          action={button}
        />
      </section>
    )
  return <Result outcome={outcome} button={button} />
}

/** The server answers when it has read everything: until then, how long it has been at it, and on how much. */
function Running({ began, seals }: { began: number; seals: number }) {
  const { t } = useTranslation('audit')
  const [now, setNow] = useState(began)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return (
    <section className="zy-panel zy-pad zy-aud-running" role="status" aria-live="polite">
      <Progress percent={100} status="active" showInfo={false} />
      <p>{t('verify.running', { n: seals })}</p>
      <p className="zy-aud-dim">
        {t('verify.elapsed', { n: Math.max(0, Math.round((now - began) / 1000)) })}
      </p>
    </section>
  )
}

function Result({ outcome: { report, at, seconds }, button }: { outcome: Outcome; button: React.ReactNode }) {
  const { t } = useTranslation('audit')
  const total = Object.values(report.counts).reduce((sum: number, count) => sum + (count ?? 0), 0)
  return (
    <>
      <section className={`zy-panel zy-aud-result ${report.ok ? 'zy-aud-ok' : 'zy-aud-bad'}`} role="status">
        <span className="zy-aud-result-icon" aria-hidden="true">
          {report.ok ? <CheckCircleFilled /> : <CloseCircleFilled />}
        </span>
        <div>
          <h2>{report.ok ? t('verify.ok') : t('verify.bad', { n: total })}</h2>
          <p>{t('verify.read', { seals: report.seals, entries: report.sealedEntries })}</p>
          <p>
            {report.unsealed > 0
              ? t('verify.unsealed', { n: report.unsealed, seconds: Math.ceil(report.oldestUnsealedSeconds) })
              : t('verify.allSealed')}
          </p>
          {report.archived.entries > 0 ? (
            <p>
              {t('verify.archived', {
                entries: report.archived.entries,
                seal: report.archived.throughSeal,
              })}
            </p>
          ) : null}
          <p className="zy-aud-dim">
            <TimeText at={at} mode="full" /> · {t('verify.elapsed', { n: seconds })}
          </p>
        </div>
        {button}
      </section>
      {report.ok ? null : <Findings report={report} total={total} />}
    </>
  )
}
