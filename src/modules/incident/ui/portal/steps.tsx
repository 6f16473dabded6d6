import { Button, Input } from 'antd'
import { CameraOutlined, CloseOutlined, RightOutlined, SearchOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupServices } from '#modules/service/contract.ts'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { sizeText } from '#web/kit/Uploader.tsx'
import { SuggestionBlocks } from '#web/SuggestionBlocks.tsx'
import { similarIncidents } from '../../story-contract.ts'
import { levels, type IncidentType, type Level } from '../../words.ts'
import { usePause } from '../parts/usePause.ts'
import { KnownCard } from './parts.tsx'
import type { Report } from './ReportPage.tsx'

interface StepProps {
  report: Report
  change: (patch: Partial<Report>) => void
}

const mostFiles = 5
const mostBytes = 20 * 1024 * 1024

/** Which system; and when others have reported it already, "it hits me too" before a new report. */
export function ServiceStep({ type, report, change }: StepProps & { type: IncidentType }) {
  const { t } = useTranslation('incident')
  const [text, setText] = useState('')
  const q = usePause(text.trim(), 200)
  const services = useCall(lookupServices, q ? { q } : {}, { keepPrevious: true, staleTime: 60_000 })
  if (report.service && type === 'fault') return <KnownStep service={report.service} change={change} />
  return (
    <section>
      <h1>{t('ui.portal.stepService')}</h1>
      <Input
        size="large"
        allowClear
        prefix={<SearchOutlined aria-hidden="true" />}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t('ui.portal.serviceSearch')}
        aria-label={t('ui.portal.serviceSearch')}
      />
      {services.error ? (
        <ErrorState error={services.error} retry={() => void services.refetch()} small />
      ) : !services.data ? (
        <Bars rows={6} />
      ) : (
        <div className="zy-inc-choices">
          {services.data.items.map(({ id, name, ownerOrgName }) => (
            <button
              key={id}
              type="button"
              onClick={() => change({ service: { id, name }, step: type === 'fault' ? 0 : 1 })}
            >
              <span>
                <b>{name}</b>
                <small>{ownerOrgName}</small>
              </span>
              <RightOutlined aria-hidden="true" />
            </button>
          ))}
          <button type="button" onClick={() => change({ service: null, step: 1 })}>
            <span>
              <b>{t('ui.portal.serviceOther')}</b>
              <small>{t('ui.portal.serviceOtherHint')}</small>
            </span>
            <RightOutlined aria-hidden="true" />
          </button>
        </div>
      )}
    </section>
  )
}

/** As many as the server names. */
const mostKnown = 10

function KnownStep({
  service,
  change,
}: {
  service: { id: string; name: string }
  change: StepProps['change']
}) {
  const { t } = useTranslation('incident')
  const navigate = useNavigate()
  const known = useCall(similarIncidents, { serviceId: service.id })
  const items = known.data?.items ?? []
  const forward = () => change({ step: 1 })
  return (
    <section>
      <h1>{service.name}</h1>
      <p>
        <button type="button" className="zy-inc-back" onClick={() => change({ service: null })}>
          {t('ui.portal.otherService')}
        </button>
      </p>
      {known.isPending ? (
        <Bars rows={3} />
      ) : items.length > 0 ? (
        <>
          <p>{t('ui.portal.already', { n: items.length < mostKnown ? items.length : `${mostKnown}+` })}</p>
          <div className="zy-inc-cards">
            {items.slice(0, 5).map((one) => (
              <KnownCard
                key={one.id}
                one={one}
                onJoined={() => void navigate({ to: '/portal/incidents/$id', params: { id: one.id } })}
              />
            ))}
          </div>
        </>
      ) : (
        // Not being able to ask must not keep anybody from reporting.
        <p className="zy-inc-none">{t('ui.portal.knownNone')}</p>
      )}
      <Button type="primary" size="large" block onClick={forward} disabled={known.isPending}>
        {t(items.length > 0 ? 'ui.portal.notMine' : 'ui.portal.forward')}
      </Button>
    </section>
  )
}

/** What is wrong, in the person's own words, with photos. */
export function WhatStep({
  report,
  change,
  files,
  setFiles,
}: StepProps & { files: File[]; setFiles: (files: File[]) => void }) {
  const { t } = useTranslation('incident')
  const ready = report.title.trim().length >= 2
  return (
    <section>
      <h1>{t('ui.portal.stepWhat')}</h1>
      <label>
        <span>{t('ui.portal.title')}</span>
        <Input
          size="large"
          autoFocus
          value={report.title}
          onChange={(event) => change({ title: event.target.value })}
          placeholder={t('ui.portal.titlePlaceholder')}
          maxLength={200}
          aria-required
        />
      </label>
      <label>
        <span>{t('ui.portal.description')}</span>
        <Input.TextArea
          value={report.description}
          onChange={(event) => change({ description: event.target.value })}
          placeholder={t('ui.portal.descriptionPlaceholder')}
          autoSize={{ minRows: 4, maxRows: 12 }}
          maxLength={20_000}
        />
      </label>
      <Photos files={files} setFiles={setFiles} />
      <SuggestionBlocks
        place="portal"
        text={`${report.title}\n${report.description}`.trim()}
        serviceId={report.service?.id ?? null}
        categoryId={null}
      />
      <Button type="primary" size="large" block disabled={!ready} onClick={() => change({ step: 2 })}>
        {t('ui.portal.forward')}
      </Button>
    </section>
  )
}

function Photos({ files, setFiles }: { files: File[]; setFiles: (files: File[]) => void }) {
  const { t } = useTranslation('incident')
  const picker = useRef<HTMLInputElement>(null)
  const [tooLarge, setTooLarge] = useState<string | null>(null)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])]
    setTooLarge(chosen.find((file) => file.size > mostBytes)?.name ?? null)
    setFiles([...files, ...chosen.filter((file) => file.size <= mostBytes)].slice(0, mostFiles))
    event.target.value = ''
  }
  return (
    <div className="zy-inc-photos">
      <Button
        icon={<CameraOutlined />}
        disabled={files.length >= mostFiles}
        onClick={() => picker.current?.click()}
      >
        {t('ui.portal.photo')}
      </Button>
      <small>{t('ui.portal.photoHint')}</small>
      <input ref={picker} type="file" multiple hidden onChange={choose} aria-label={t('ui.portal.photo')} />
      {tooLarge ? (
        <em role="alert">{t('web:kit.tooLarge', { name: tooLarge, size: sizeText(mostBytes) })}</em>
      ) : null}
      <ul>
        {files.map((file, index) => (
          <li key={`${file.name}${index}`}>
            <span>{file.name}</span> <small>{sizeText(file.size)}</small>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('web:action.remove')}
              onClick={() => setFiles(files.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** How bad, in plain words; they become impact and urgency. */
export function HowStep({ report, change }: StepProps) {
  const { t } = useTranslation('incident')
  return (
    <section>
      <h1>{t('ui.portal.stepHow')}</h1>
      <Choice
        label={t('ui.portal.who')}
        words="ui.portal.whoOf"
        value={report.impact}
        onChange={(impact) => change({ impact })}
      />
      <Choice
        label={t('ui.portal.can')}
        words="ui.portal.canOf"
        value={report.urgency}
        onChange={(urgency) => change({ urgency })}
      />
    </section>
  )
}

function Choice({
  label,
  words,
  value,
  onChange,
}: {
  label: string
  words: string
  value: Level | undefined
  onChange: (value: Level) => void
}) {
  const { t } = useTranslation('incident')
  return (
    <fieldset className="zy-inc-choices">
      <legend>{label}</legend>
      {levels.toReversed().map((level) => (
        <label key={level} className={value === level ? 'zy-inc-chosen' : ''}>
          <input type="radio" name={words} checked={value === level} onChange={() => onChange(level)} />
          <b>{t(`${words}.${level}`)}</b>
        </label>
      ))}
    </fieldset>
  )
}
