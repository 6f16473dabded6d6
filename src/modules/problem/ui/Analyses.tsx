import { Button, Dropdown } from 'antd'
import { DeleteOutlined, EditOutlined, ExclamationCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { dropAnalysis, listAnalyses } from '../analysis-contract.ts'
import { bones, methods, type Method } from '../words.ts'
import { AnalysisDialog } from './AnalysisDialog.tsx'
import type { Problem } from './parts.tsx'

export type Analysis = CallOutput<typeof listAnalyses>['items'][number]

/** The root-cause analyses of a problem, each in the form of its method. */
export function AnalysesPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const found = useCall(listAnalyses, { id: problem.id })
  const [writing, setWriting] = useState<Analysis | Method | null>(null)
  const [dropped, setDropped] = useState<Analysis | null>(null)
  const drop = useMove(dropAnalysis, { onDone: () => setDropped(null), onProblem: () => true })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  const items = found.data?.items ?? []
  const may = problem.abilities.includes('analyse')
  if (items.length === 0 && !may) return null
  return (
    <Panel
      title={t('ui.analysis.title')}
      actions={
        may ? (
          <Dropdown
            trigger={['click']}
            menu={{
              items: methods.map((key) => ({
                key,
                label: t(`method.${key}`),
                onClick: () => setWriting(key),
              })),
            }}
          >
            <Button size="small" type="text" icon={<PlusOutlined />} className="zy-no-print">
              {t('ui.analysis.add')}
            </Button>
          </Dropdown>
        ) : null
      }
    >
      {items.length === 0 ? <p className="zy-prb-none">{t('ui.analysis.none')}</p> : null}
      {items.map((one) => (
        <article key={one.id} className="zy-prb-analysis">
          <p className="zy-prb-row">
            <b>{t(`method.${one.method}`)}</b>
            <small>
              {one.by} <TimeText at={one.updatedAt} />
            </small>
            {may ? (
              <span className="zy-no-print">
                <Button
                  size="small"
                  type="text"
                  icon={<EditOutlined />}
                  aria-label={`${t('ui.analysis.edit')} ${t(`method.${one.method}`)}`}
                  onClick={() => setWriting(one)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={`${t('ui.analysis.drop')} ${t(`method.${one.method}`)}`}
                  onClick={() => setDropped(one)}
                />
              </span>
            ) : null}
          </p>
          <Content analysis={one} />
          {one.conclusion ? (
            <p>
              <b>{t('ui.analysis.conclusion')}</b> {one.conclusion}
            </p>
          ) : null}
        </article>
      ))}
      {writing ? (
        <AnalysisDialog
          problemId={problem.id}
          method={typeof writing === 'string' ? writing : writing.method}
          analysis={typeof writing === 'string' ? null : writing}
          onClose={() => setWriting(null)}
        />
      ) : null}
      <ConfirmMove
        open={dropped !== null}
        title={t('ui.analysis.drop')}
        description={t('ui.analysis.dropHint')}
        reason="none"
        danger
        busy={drop.isPending}
        error={drop.error}
        onCancel={() => setDropped(null)}
        onConfirm={() =>
          dropped && drop.mutate({ id: problem.id, analysisId: dropped.id, version: dropped.version })
        }
      />
    </Panel>
  )
}

function Content({ analysis }: { analysis: Analysis }) {
  const { t } = useTranslation('problem')
  if (analysis.method === 'free') return <PlainText>{analysis.content.text}</PlainText>
  if (analysis.method === 'five-whys')
    return (
      <>
        <p>{analysis.content.question}</p>
        <ol className="zy-prb-whys">
          {analysis.content.whys.map((why, i) => (
            <li key={i}>
              {why.answer}
              {why.evidence ? (
                <small>
                  {t('ui.analysis.evidence')} {why.evidence}
                </small>
              ) : null}
            </li>
          ))}
        </ol>
      </>
    )
  if (analysis.method === 'timeline')
    return (
      <ul className="zy-prb-entries">
        {analysis.content.entries.map((entry, i) => (
          <li key={i}>
            <TimeText at={entry.at} />
            <span>
              {entry.what}{' '}
              {entry.abnormal ? (
                <Tag hue="red" icon={<ExclamationCircleOutlined />}>
                  {t('ui.analysis.abnormal')}
                </Tag>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    )
  const { content } = analysis
  return (
    <>
      <p>{content.effect}</p>
      <div className="zy-prb-bones">
        {bones
          .filter((bone) => content[bone].length > 0)
          .map((bone) => (
            <section key={bone}>
              <h4>{t(`bone.${bone}`)}</h4>
              <ul>
                {content[bone].map((cause, i) => (
                  <li key={i}>
                    {cause.text} {cause.likely ? <Tag hue="amber">{t('ui.analysis.likely')}</Tag> : null}
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </div>
    </>
  )
}
