import { Alert, Button } from 'antd'
import { CheckCircleFilled, LeftOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, newKey } from '#web/api.ts'
import { invalidate, useExplain } from '#web/hooks.ts'
import { useUrlState } from '#web/url.ts'
import { createIncident } from '../../contract.ts'
import { attachToIncident } from '../../story-contract.ts'
import { types, type IncidentType, type Level } from '../../words.ts'
import { useDraft } from '../parts/draft.ts'
import { dueOf } from './plain.ts'
import { HowStep, ServiceStep, WhatStep } from './steps.tsx'
import type { Incident } from '../types.ts'
import '../incident.css'
import './portal.css'

/** What the requester has told so far. */
export interface Report {
  step: 0 | 1 | 2
  /** undefined: not chosen yet; null: "something else" */
  service?: { id: string; name: string } | null
  title: string
  description: string
  impact?: Level
  urgency?: Level
  key: string
}

const empty = (): Report => ({ step: 0, title: '', description: '', key: newKey() })

/** Three small steps: which system, what is wrong, how bad. */
export function ReportPage() {
  const { t } = useTranslation('incident')
  const [url] = useUrlState()
  const type = types.find((one) => one === url['type']) ?? 'fault'
  const draft = useDraft<Report>(`report.${type}`, empty())
  const [files, setFiles] = useState<File[]>([])
  const [sent, setSent] = useState<{ incident: Incident; failed: number } | null>(null)
  const sending = useSending(type, draft.value, files, (incident, failed) => {
    draft.clear()
    setSent({ incident, failed })
  })
  if (sent) return <Sent {...sent} />
  const change = (patch: Partial<Report>) => draft.set({ ...draft.value, ...patch })
  const { step } = draft.value
  return (
    <div className="zy-inc-portal zy-inc-form">
      <header>
        {step === 0 ? (
          <Link to="/portal" className="zy-inc-back">
            <LeftOutlined aria-hidden="true" /> {t('ui.portal.toPortal')}
          </Link>
        ) : (
          <button type="button" className="zy-inc-back" onClick={() => change({ step: step === 2 ? 1 : 0 })}>
            <LeftOutlined aria-hidden="true" /> {t('ui.portal.back')}
          </button>
        )}
        <p>
          {t(`ui.portal.${type}`)} · {t('ui.portal.step', { n: step + 1 })}
        </p>
        <div className="zy-inc-bar" aria-hidden="true">
          <i style={{ width: `${((step + 1) / 3) * 100}%` }} />
        </div>
      </header>
      {step === 0 ? <ServiceStep type={type} report={draft.value} change={change} /> : null}
      {step === 1 ? (
        <WhatStep report={draft.value} change={change} files={files} setFiles={setFiles} />
      ) : null}
      {step === 2 ? <HowStep report={draft.value} change={change} /> : null}
      {sending.trouble ? <Alert type="error" showIcon role="alert" title={sending.trouble} /> : null}
      {step === 2 ? (
        <Button
          type="primary"
          size="large"
          block
          disabled={!draft.value.impact || !draft.value.urgency}
          loading={sending.busy}
          onClick={() => void sending.send()}
        >
          {t('ui.portal.send')}
        </Button>
      ) : null}
    </div>
  )
}

function useSending(
  type: IncidentType,
  report: Report,
  files: File[],
  onDone: (incident: Incident, failed: number) => void,
) {
  const client = useQueryClient()
  const explain = useExplain()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = async () => {
    if (busy || !report.impact || !report.urgency) return
    setBusy(true)
    setTrouble(null)
    try {
      const incident = await call(
        createIncident,
        {
          type,
          channel: 'portal',
          title: report.title,
          description: report.description,
          impact: report.impact,
          urgency: report.urgency,
          ...(report.service ? { serviceId: report.service.id } : {}),
        },
        { idempotencyKey: report.key },
      )
      onDone(incident, await attach(incident.id, files))
      await invalidate(client, 'incident')
    } catch (error) {
      setTrouble(explain(error))
    } finally {
      setBusy(false)
    }
  }
  return { send, busy, trouble }
}

/** One after the other; the report is safe already, so a file that fails is only counted and told. */
async function attach(id: string, files: File[]): Promise<number> {
  let failed = 0
  for (const file of files) {
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      await call(attachToIncident, { id }, { form })
    } catch (error) {
      console.warn('attachment failed', error)
      failed += 1
    }
  }
  return failed
}

function Sent({ incident, failed }: { incident: Incident; failed: number }) {
  const { t, i18n } = useTranslation('incident')
  const due = dueOf(incident, t, i18n.language)
  return (
    <div className="zy-inc-portal zy-inc-sent" role="status">
      <CheckCircleFilled className="zy-inc-saved-mark" aria-hidden="true" />
      <h1>{t('ui.portal.sent')}</h1>
      <p className="zy-num">{t('ui.portal.sentNumber', { number: incident.number })}</p>
      {due ? <p className="zy-inc-due">{due.text}</p> : null}
      <p>{t('ui.portal.sentHint')}</p>
      {failed > 0 ? (
        <Alert type="warning" showIcon role="alert" title={t('ui.portal.filesFailed', { n: failed })} />
      ) : null}
      <Link to="/portal/incidents/$id" params={{ id: incident.id }}>
        <Button type="primary" size="large" block tabIndex={-1}>
          {t('ui.portal.follow')}
        </Button>
      </Link>
      <Link to="/portal">{t('ui.portal.toPortal')}</Link>
    </div>
  )
}
