import { Alert, Button, Checkbox, DatePicker, Select } from 'antd'
import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  FilePdfOutlined,
  FileWordOutlined,
  StopOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { endAdoption, readNormOf } from '../contract.ts'
import { packPdf, packWord } from '../work-contract.ts'
import { gaps, statuses } from '../words.ts'
import { PeopleDialog } from './PeopleDialog.tsx'
import { SealDialog } from './SealDialog.tsx'
import { EvaluateButton, EvaluationState, useWholeEvaluation } from './WholeEvaluation.tsx'
import { CountBar, dayFromNow, StateMark, useFrequency, useText, useTitles } from './parts.tsx'

type Norm = CallOutput<typeof readNormOf>
type Clause = Norm['clauses'][number]

/** A norm in force to be read, with how each clause stands in the margin. */
export function NormPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [url] = useUrlState()
  const on = url['on']
  const norm = useCall(readNormOf, { id, ...(on ? { on } : {}) }, { keepPrevious: true })
  if (norm.error && !norm.data) return <ErrorState error={norm.error} retry={() => void norm.refetch()} />
  if (!norm.data) return <PageSkeleton />
  return <Loaded key={id} norm={norm.data} />
}

function Loaded({ norm }: { norm: Norm }) {
  const { t } = useTranslation('norm')
  const titles = useTitles()
  const [url, setUrl] = useUrlState()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [naming, setNaming] = useState(false)
  const show = url['show'] ?? ''
  const whole = useWholeEvaluation(norm.id)
  const manages = norm.abilities.includes('manage')
  const shown = norm.clauses.filter((one) => {
    const { status } = one.state
    if (show === 'gaps') return status !== null && gaps.includes(status)
    return show === '' || status === show
  })
  return (
    <div className="zy-page">
      <PageHeader
        title={titles(norm)}
        breadcrumb={[{ label: t('ui.page.overview'), to: '/norms' }, { label: norm.org.name }]}
        sub={
          <>
            {t('ui.overview.from', { org: norm.org.name, edition: norm.edition, day: norm.fromDay })}{' '}
            {norm.toDay ? <Tag hue="grey">{t('ui.norm.until', { day: norm.toDay })}</Tag> : null}
          </>
        }
        actions={<Actions norm={norm} evaluate={norm.active ? <EvaluateButton whole={whole} /> : null} />}
      />
      <section className="zy-panel">
        <div className="zy-pad">
          <EvaluationState whole={whole} />
          {norm.clauses.some((one) => one.state.doubt) ? (
            <Alert type="warning" showIcon title={t('ui.doubtHint')} style={{ marginBottom: 12 }} />
          ) : null}
          <CountBar counts={norm.counts} total={norm.clauses.length} />
          {norm.note ? <p className="zy-norm-sub">{norm.note}</p> : null}
        </div>
        <div className="zy-norm-tools zy-no-print">
          <Select
            value={show}
            aria-label={t('ui.norm.status')}
            style={{ width: 170 }}
            onChange={(value) => setUrl({ show: value || undefined })}
            options={[
              { value: '', label: t('ui.norm.all') },
              { value: 'gaps', label: t('ui.norm.gaps') },
              ...statuses.map((value) => ({
                value,
                label: `${t(`status.${value}`)} ${norm.counts[value] ?? 0}`,
              })),
            ]}
          />
          <DatePicker
            value={norm.on ? dayjs(norm.on) : null}
            placeholder={t('ui.norm.on')}
            aria-label={t('ui.norm.on')}
            maxDate={dayjs()}
            onChange={(value) => setUrl({ on: value ? value.format('YYYY-MM-DD') : undefined })}
          />
          {norm.on ? <Tag hue="blue">{t('ui.norm.past', { day: norm.on })}</Tag> : null}
          {manages ? (
            <Button icon={<TeamOutlined />} disabled={chosen.length === 0} onClick={() => setNaming(true)}>
              {t('ui.norm.people')}
            </Button>
          ) : null}
          {chosen.length > 0 ? <span>{t('ui.norm.peopleFor', { n: chosen.length })}</span> : null}
        </div>
        {shown.length === 0 ? (
          <EmptyState title={t('ui.norm.emptyGaps')} hint={t('ui.norm.emptyGapsHint')} />
        ) : (
          <ol className="zy-norm-doc">
            {shown.map((one, i) => (
              <ClauseItem
                key={one.id}
                norm={norm}
                clause={one}
                first={shown[i - 1]?.article !== one.article}
                chosen={chosen.includes(one.id)}
                onChoose={
                  manages
                    ? (is) => setChosen(is ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
                    : undefined
                }
              />
            ))}
          </ol>
        )}
      </section>
      {naming ? (
        <PeopleDialog
          id={norm.id}
          clauseIds={chosen}
          onClose={() => {
            setNaming(false)
            setChosen([])
          }}
        />
      ) : null}
    </div>
  )
}

function ClauseItem({
  norm,
  clause,
  first,
  chosen,
  onChoose,
}: {
  norm: Norm
  clause: Clause
  first: boolean
  chosen: boolean
  onChoose: ((is: boolean) => void) | undefined
}) {
  const { t } = useTranslation('norm')
  const text = useText()
  const frequency = useFrequency()
  return (
    <li>
      <div>
        {first ? <h3>{clause.article}</h3> : null}
        <p>
          {onChoose ? (
            <Checkbox
              className="zy-no-print"
              checked={chosen}
              aria-label={t('ui.norm.pick', { code: clause.code })}
              onChange={(event) => onChoose(event.target.checked)}
            />
          ) : null}{' '}
          <Link to="/norm-adoptions/$id/clauses/$clauseId" params={{ id: norm.id, clauseId: clause.id }}>
            {text(clause.gist, clause.gistEn)}
          </Link>
        </p>
        <small className="zy-norm-quiet">
          {[clause.code, t(`type.${clause.type}`), clause.actors.join(comma()), frequency(clause.frequency)]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </div>
      <div className={`zy-norm-margin zy-norm-at-${clause.state.status ?? 'none'}`}>
        <StateMark state={clause.state} />
        <span className="zy-norm-row">
          {clause.figure === null ? null : <b className="zy-num">{clause.figure}%</b>}
          {clause.trend < 0 ? (
            <span className="zy-norm-bad">
              <ArrowDownOutlined /> {t('ui.overview.worse', { n: 1 })}
            </span>
          ) : null}
          {clause.trend > 0 ? (
            <span className="zy-norm-good">
              <ArrowUpOutlined /> {t('ui.overview.better', { n: 1 })}
            </span>
          ) : null}
          {clause.openTasks > 0 ? (
            <Tag hue="violet">{t('ui.norm.tasks', { n: clause.openTasks })}</Tag>
          ) : null}
        </span>
        <small className="zy-norm-quiet">
          {clause.responsible.map((one) => one.name).join(comma()) || t('ui.norm.nobody')}
        </small>
      </div>
    </li>
  )
}

function Actions({ norm, evaluate }: { norm: Norm; evaluate: ReactNode }) {
  const { t } = useTranslation('norm')
  const can = useCan()
  const [ending, setEnding] = useState(false)
  const [sealing, setSealing] = useState(false)
  const pdf = useDownload(packPdf)
  const word = useDownload(packWord)
  const end = useMove(endAdoption, { done: t('ui.norm.ended'), onProblem: () => true })
  return (
    <>
      {norm.abilities.includes('manage') && norm.toDay === null ? (
        <Button icon={<StopOutlined />} onClick={() => setEnding(true)}>
          {t('ui.norm.end')}
        </Button>
      ) : null}
      {can('norm.export') ? (
        <>
          <Button icon={<FileWordOutlined />} loading={word.busy} onClick={() => word.run({ id: norm.id })}>
            {t('ui.norm.word')}
          </Button>
          <Button icon={<FilePdfOutlined />} loading={pdf.busy} onClick={() => pdf.run({ id: norm.id })}>
            {t('ui.norm.pdf')}
          </Button>
          <Button icon={<SafetyCertificateOutlined />} onClick={() => setSealing(true)}>
            {t('ui.seal.open')}
          </Button>
        </>
      ) : null}
      {norm.abilities.includes('evaluate') ? evaluate : null}
      {sealing ? <SealDialog id={norm.id} onClose={() => setSealing(false)} /> : null}
      {ending ? (
        <FormDialog
          title={t('ui.norm.end')}
          fields={[
            { name: 'toDay', type: 'date', label: t('ui.norm.endDay'), required: true },
            { name: 'reason', type: 'longtext', label: t('ui.task.reason'), required: true, max: 2000 },
          ]}
          initial={{ toDay: dayFromNow(0) }}
          onClose={() => setEnding(false)}
          onSubmit={({ toDay, reason }) =>
            end.mutateAsync({
              id: norm.id,
              version: norm.version,
              toDay: String(toDay).slice(0, 10),
              reason: String(reason ?? ''),
            })
          }
        />
      ) : null}
    </>
  )
}
