import { Alert, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fileByTemplate } from '#modules/canned/contract.ts'
import { call, newKey, Problem, type FieldProblem } from '#web/api.ts'
import { invalidate, useExplain } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { createIncident, markDuplicate } from '../../contract.ts'
import { useDraft } from '../parts/draft.ts'
import type { Incident } from '../types.ts'
import { Aside } from './Aside.tsx'
import { emptyDraft, filingOf, type QuickDraft } from './draft.ts'
import { QuickForm } from './QuickForm.tsx'
import { Joined, Saved } from './Saved.tsx'
import '../incident.css'

/** The service desk's form for the time on the phone. Ctrl+Enter saves; a draft survives a reload. */
export function NewPage() {
  const { t } = useTranslation('incident')
  const draft = useDraft<QuickDraft>('quick', emptyDraft(newKey()))
  const [saved, setSaved] = useState<{ incident: Incident; trouble: string | null } | null>(null)
  const [joined, setJoined] = useState<string | null>(null)
  const change = (patch: Partial<QuickDraft>) => draft.set({ ...draft.value, ...patch })
  const again = () => {
    draft.set(emptyDraft(newKey()))
    setSaved(null)
    setJoined(null)
  }
  const filing = useFiling(draft.value, (incident, trouble) => {
    draft.clear()
    setSaved({ incident, trouble })
  })
  if (saved) return <Saved incident={saved.incident} trouble={saved.trouble} again={again} />
  if (joined) return <Joined number={joined} again={again} />
  return (
    <div
      className="zy-page"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void filing.file()
      }}
    >
      <PageHeader
        title={t('ui.quick.title')}
        sub={t('ui.quick.sub')}
        actions={
          <>
            <Button onClick={again}>{t('ui.quick.discard')}</Button>
            <Button type="primary" loading={filing.busy} onClick={() => void filing.file()}>
              {t(draft.value.solved ? 'ui.quick.saveResolved' : 'ui.quick.save')}
            </Button>
          </>
        }
      />
      {filing.trouble ? <Alert type="error" showIcon role="alert" title={filing.trouble} /> : null}
      {draft.found && isBegun(draft.value) ? (
        <Alert type="info" showIcon closable title={t('ui.quick.draft')} />
      ) : null}
      <div className="zy-inc-quick">
        <QuickForm draft={draft.value} change={change} problem={filing.problem} />
        <aside>
          <Aside
            draft={draft.value}
            change={change}
            onJoined={(number) => {
              draft.clear()
              setJoined(number)
            }}
          />
        </aside>
      </div>
    </div>
  )
}

function isBegun(draft: QuickDraft): boolean {
  return Boolean(draft.title || draft.description || draft.callerName || draft.requesterId)
}

/** Files the draft with its own key; then, if the agent said so, marks it as a repetition of another. */
function useFiling(draft: QuickDraft, onDone: (incident: Incident, trouble: string | null) => void) {
  const { t } = useTranslation('incident')
  const client = useQueryClient()
  const explain = useExplain()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [trouble, setTrouble] = useState<string | null>(null)
  const file = async () => {
    if (busy) return
    const missing = missingOf(draft)
    if (missing.length > 0) {
      setProblems(missing.map((field) => ({ field, code: 'required', message: t('web:error.required') })))
      setTrouble(t('web:error.fields', { n: missing.length }))
      return
    }
    setBusy(true)
    try {
      const key = { idempotencyKey: draft.key }
      const incident = draft.template
        ? await call(fileByTemplate, { id: draft.template.id, ...filingOf(draft) }, key)
        : await call(createIncident, filingOf(draft), key)
      const { now, trouble: why } = await repeat(incident)
      onDone(now, why)
      await invalidate(client, 'incident')
    } catch (error) {
      setProblems(error instanceof Problem ? error.errors : [])
      setTrouble(explain(error))
    } finally {
      setBusy(false)
    }
  }
  const repeat = async (incident: Incident): Promise<{ now: Incident; trouble: string | null }> => {
    if (!draft.duplicateOf || draft.solved) return { now: incident, trouble: null }
    const { id, version } = incident
    try {
      return { now: await call(markDuplicate, { id, version, ofId: draft.duplicateOf.id }), trouble: null }
    } catch (error) {
      return { now: incident, trouble: t('ui.quick.duplicateFailed', { why: explain(error) }) }
    }
  }
  const problem = (field: string) => problems.find((one) => one.field === field)?.message
  return { file, busy, trouble, problem }
}

/** What the contract will certainly ask for; everything else is the server's to judge. */
function missingOf(draft: QuickDraft): string[] {
  const missing: string[] = []
  if (draft.title.trim().length < 2) missing.push('title')
  if (!draft.requesterId && !draft.callerName.trim()) missing.push('caller.name')
  if (draft.solved && draft.resolution.trim().length < 2) missing.push('resolution')
  return missing
}
