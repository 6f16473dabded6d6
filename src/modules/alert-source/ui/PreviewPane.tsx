import { Alert, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useExplain } from '#web/hooks.ts'
import { StatusTag } from '#web/kit/tags.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { listMessages, previewSource } from '../contract.ts'
import { samples } from '../presets-contract.ts'
import { Spec } from '../spec-contract.ts'
import { Labels } from './parts.tsx'

type Found = CallOutput<typeof previewSource>

/** What settings make of a message, asked anew shortly after either has changed. */
function usePreview(spec: unknown, raw: string, peer: string) {
  const parsed = Spec.safeParse(spec)
  const now = parsed.success && raw !== '' ? JSON.stringify({ spec: parsed.data, raw, peer }) : ''
  const [asked, setAsked] = useState(now)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(now), 350)
    return () => clearTimeout(timer)
  }, [now])
  const input = asked === '' ? { spec: { kind: 'nightingale' as const }, raw: '' } : JSON.parse(asked)
  return useCall(previewSource, input as CallInput<typeof previewSource>, {
    enabled: asked !== '',
    staleTime: Infinity,
    keepPrevious: true,
  })
}

/** What one message becomes with settings as they are. */
export function Tried({ spec, raw, peer }: { spec: unknown; raw: string; peer?: string }) {
  const explain = useExplain()
  const { t } = useTranslation('alert-source')
  const { data: found, error } = usePreview(spec, raw, (peer || '192.0.2.1').slice(0, 100))
  if (error) return <Alert type="error" showIcon title={explain(error)} />
  if (!found) return null
  return (
    <div role="status" aria-label={t('screen.preview.head')}>
      <Verdict found={found} />
      {found.alerts.map((alert, n) => (
        <div key={n} className="source-made">
          <div>
            <StatusTag
              state={alert.status === 'firing' ? 'firing' : 'resolved'}
              label={t(`screen.preview.${alert.status}`)}
            />
            <Severity severity={alert.severity} />
            <strong>{alert.name}</strong>
          </div>
          <Labels labels={alert.labels} />
          {alert.annotations['summary'] ? (
            <small className="source-dim">{alert.annotations['summary']}</small>
          ) : null}
        </div>
      ))}
      {found.fields.length > 0 ? (
        <>
          <h3>{t('screen.preview.fields')}</h3>
          <dl className="source-fields">
            {found.fields.map(({ name, value }) => [
              <dt key={`${name}.`}>{`{${name}}`}</dt>,
              <dd key={name}>{value}</dd>,
            ])}
          </dl>
        </>
      ) : null}
    </div>
  )
}

function Verdict({ found }: { found: Found }) {
  const { t } = useTranslation('alert-source')
  if (found.problem !== null)
    return <Alert type="warning" showIcon title={t('screen.preview.malformed', { why: found.problem })} />
  if (found.alerts.length === 0)
    return (
      <Alert
        type="info"
        showIcon
        title={
          found.rule === null ? t('screen.preview.none') : t('screen.preview.noneRule', { rule: found.rule })
        }
      />
    )
  return (
    <Alert
      type="success"
      showIcon
      title={t('screen.preview.alerts', { n: found.alerts.length })}
      {...(found.threshold ? { description: t('screen.preview.threshold', found.threshold) } : {})}
    />
  )
}

function Severity({ severity }: { severity: string }) {
  const { t } = useTranslation('alert-source')
  const hue = severity === 'critical' ? 'red' : severity === 'info' ? 'blue' : 'amber'
  return <Tag hue={hue}>{t(`screen.severity.${severity}`, { defaultValue: severity })}</Tag>
}

/** Beside the form: a message to try its settings on, pasted or one that came. */
export function PreviewPane({ spec, sourceId }: { spec: { kind: Spec['kind'] }; sourceId: string | null }) {
  const { t } = useTranslation('alert-source')
  const [raw, setRaw] = useState(samples[spec.kind])
  const came = useCall(listMessages, { id: sourceId ?? '' }, { enabled: sourceId !== null })
  const choices = (came.data?.items ?? []).filter((message) => message.raw !== '')
  const hint = ['zabbix', 'nightingale'].includes(spec.kind) ? 'json' : spec.kind
  return (
    <aside className="source-preview zy-panel" aria-label={t('screen.preview.head')}>
      <div className="zy-panel-head">
        <h2>{t('screen.preview.head')}</h2>
      </div>
      <div className="zy-pad">
        <p className="source-dim">{t('screen.preview.hint')}</p>
        {choices.length > 0 ? (
          <Select
            aria-label={t('screen.preview.captured')}
            placeholder={t('screen.preview.captured')}
            style={{ width: '100%', marginBottom: 8 }}
            options={choices.map((message) => ({
              value: message.id,
              label: `${t(`screen.outcome.${message.outcome}`)} · ${message.peer} · ${message.detail || message.raw.slice(0, 60)}`,
            }))}
            onChange={(id: number) => setRaw(choices.find((message) => message.id === id)?.raw ?? '')}
          />
        ) : null}
        <Input.TextArea
          aria-label={t('screen.preview.raw')}
          placeholder={t(`screen.preview.rawHint.${hint}`)}
          value={raw}
          maxLength={500_000}
          autoSize={{ minRows: 4, maxRows: 14 }}
          onChange={(event) => setRaw(event.target.value)}
          style={{ marginBottom: 10 }}
        />
        <Tried spec={spec} raw={raw} />
      </div>
    </aside>
  )
}
