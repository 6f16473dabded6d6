import { FilePdfOutlined, FileWordOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ApprovalBlock } from '#kernel/approval/ui/ApprovalBlock.tsx'
import { useCall, useDownload } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { Chart } from '#web/kit/Chart.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { evaluationDocument, getEvaluation } from '../contract.ts'
import { Items } from './Items.tsx'
import { Moves } from './Moves.tsx'
import { digits, Dimensions, GradeTag, StateTag, type Evaluation } from './parts.tsx'
import { Answers, Notices, Objections } from './Talk.tsx'

/** One evaluation: its score, every indicator with the records behind it, objections, answers, notices. */
export function EvaluationPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getEvaluation, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} of={data} />
}

function Loaded({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  const can = useCan()
  const list = can('evaluation.read')
    ? { label: t('page.list'), to: '/evaluations' }
    : { label: t('page.mine'), to: '/my-evaluations' }
  return (
    <RecordPage
      storyFirst
      title={of.title}
      tabTitle={`${of.number} ${of.title}`}
      breadcrumb={[list, { label: of.number }]}
      tags={<StateTag state={of.state} />}
      actions={
        <>
          {of.computed ? <Documents id={of.id} /> : null}
          <Moves of={of} />
        </>
      }
      story={
        <>
          {of.computed ? <Result of={of} /> : null}
          <Items of={of} />
          <Trend of={of} />
          {of.announcedAt ? <Objections of={of} /> : null}
          {of.announcedAt ? <Answers of={of} /> : null}
          {of.notices.length > 0 ? <Notices of={of} /> : null}
        </>
      }
      facts={<Facts of={of} />}
    />
  )
}

function Documents({ id }: { id: string }) {
  const { t } = useTranslation('evaluation')
  const file = useDownload(evaluationDocument)
  return (
    <>
      <Button icon={<FilePdfOutlined />} loading={file.busy} onClick={() => file.run({ id, format: 'pdf' })}>
        {t('move.pdf')}
      </Button>
      <Button
        icon={<FileWordOutlined />}
        loading={file.busy}
        onClick={() => file.run({ id, format: 'docx' })}
      >
        {t('move.word')}
      </Button>
    </>
  )
}

function Result({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  return (
    <Panel title={t('page.result')}>
      <p className="zy-eva-total">
        <b className="zy-num">{digits(of.score)}</b>
        <span className="zy-eva-muted">{t('full')}</span>
        <GradeTag grade={of.grade} />
        {of.baseScore !== of.score ? (
          <span className="zy-eva-muted">
            {t('field.baseScore')} {digits(of.baseScore)}
          </span>
        ) : null}
      </p>
      <Dimensions rows={of.dimensions} />
      {of.unscored > 0 ? (
        <p className="zy-eva-note" role="note">
          {t('unscoredShare', { n: digits(of.unscored) })}
        </p>
      ) : null}
    </Panel>
  )
}

function Trend({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  if (of.trend.length < 2) return null
  return (
    <Panel title={t('page.trend')}>
      <Chart
        title={t('page.trend')}
        height={200}
        option={{
          xAxis: { type: 'category', data: of.trend.map((one) => one.to.slice(0, 7)) },
          yAxis: { type: 'value', min: 0, max: 100 },
          series: [{ type: 'line', data: of.trend.map((one) => one.score), label: { show: true } }],
        }}
        table={{
          head: [t('field.period'), t('field.score'), t('field.grade')],
          rows: of.trend.map((one) => [`${one.from} – ${one.to}`, digits(one.score), one.grade]),
        }}
      />
    </Panel>
  )
}

function Facts({ of }: { of: Evaluation }) {
  const { t, i18n } = useTranslation('evaluation')
  const english = i18n.language === 'en'
  const { abilities } = of
  return (
    <>
      {of.announcedAt === null && abilities.includes('announce') && of.party.length === 0 ? (
        <Alert type="warning" showIcon title={t('noParty')} />
      ) : null}
      <Panel title={t('page.about')}>
        <FactList
          facts={[
            { label: t('field.subject'), value: of.subject.name },
            { label: t('field.org'), value: of.org.name },
            {
              label: t('field.period'),
              value: `${t(`period.${of.periodKind}`)} ${of.from} – ${of.to}`,
              block: true,
            },
            {
              label: t('field.scheme'),
              value: t('edition', { name: of.scheme.name, n: of.scheme.edition }),
              block: true,
            },
            { label: t('field.ground'), value: of.ground, when: of.ground !== null },
            {
              label: t('field.grades'),
              value: of.grades
                .map((one) => `${english && one.nameEn ? one.nameEn : one.name} ≥ ${one.from}`)
                .join(comma()),
              block: true,
            },
            { label: t('field.createdBy'), value: of.createdBy },
            {
              label: t('field.scoringDue'),
              value: <TimeText at={of.scoringDue} />,
              when: of.scoringDue !== null,
            },
            { label: t('field.computedAt'), value: <TimeText at={of.computedAt} />, when: of.computed },
            { label: t('field.computedBy'), value: of.computedBy, when: of.computed },
            {
              label: t('field.announcedAt'),
              value: <TimeText at={of.announcedAt} />,
              when: of.announcedAt !== null,
            },
            { label: t('field.party'), value: of.party.join(comma()), when: of.party.length > 0 },
            {
              label: t('field.objectionDue'),
              value: <TimeText at={of.objectionDue} />,
              when: of.objectionDue !== null,
            },
            {
              label: t('field.acceptedAt'),
              value: <TimeText at={of.acceptedAt} />,
              when: of.acceptedAt !== null,
            },
            {
              label: t('field.approvedAt'),
              value: <TimeText at={of.approvedAt} />,
              when: of.approvedAt !== null,
            },
            {
              label: t('field.publishedAt'),
              value: <TimeText at={of.publishedAt} />,
              when: of.publishedAt !== null,
            },
            {
              label: t('field.cancelReason'),
              value: of.cancelReason,
              block: true,
              when: of.cancelReason !== null,
            },
          ]}
        />
      </Panel>
      {of.raters.length > 0 ? (
        <Panel title={t('page.raters')}>
          <ul className="zy-eva-talk">
            {of.raters.map((one) => (
              <li key={one.person.id}>
                <strong>{one.person.name}</strong> <span className="zy-eva-muted">{one.org}</span>{' '}
                <Tag hue={one.state === 'handed-in' ? 'green' : one.state === 'missed' ? 'red' : 'grey'}>
                  {t(`formState.${one.state}`)}
                </Tag>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <ApprovalBlock entity="evaluation" id={of.id} />
    </>
  )
}
