import { Button } from 'antd'
import { BulbOutlined, CheckOutlined, EditOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { comma } from '#web/kit/marks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useSuggestionQuery } from '#web/kit/useSuggestionQuery.ts'
import type { SuggestionProps } from '#web/page.ts'
import { suggestKnownErrors } from '../link-contract.ts'
import { EditDialog } from './EditDialogs.tsx'
import type { Problem } from './parts.tsx'
import './problem.css'

/** By which words one meets the problem, and what helps meanwhile. */
export function KnownErrorPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const [editing, setEditing] = useState(false)
  const written = problem.workaround !== '' || problem.symptoms.length > 0
  return (
    <Panel
      title={
        <>
          <BulbOutlined aria-hidden="true" /> {t('ui.known.title')}
        </>
      }
      actions={
        problem.abilities.includes('edit') ? (
          <Button
            size="small"
            type="text"
            icon={<EditOutlined />}
            className="zy-no-print"
            onClick={() => setEditing(true)}
          >
            {t('ui.edit.known')}
          </Button>
        ) : null
      }
    >
      {written ? (
        <>
          <p className="zy-prb-row">
            {problem.published ? (
              <Tag hue="amber" icon={<BulbOutlined />}>
                {t('ui.known.shown')}
              </Tag>
            ) : (
              <Tag hue="grey">{t(problem.retiredAt ? 'ui.known.retired' : 'ui.known.hidden')}</Tag>
            )}
            {problem.publishedAt && problem.published ? (
              <small>
                {problem.publishedBy} <TimeText at={problem.publishedAt} />
              </small>
            ) : null}
            <small>{t('ui.known.uses', { n: problem.workaroundUses })}</small>
          </p>
          <p className="zy-prb-row">
            <small>{t('ui.known.symptoms')}</small>
            {problem.symptoms.map((one) => (
              <Tag key={one} hue="grey">
                {one}
              </Tag>
            ))}
          </p>
          <PlainText>{problem.workaround || t('ui.none')}</PlainText>
        </>
      ) : (
        <p className="zy-prb-none">{t('ui.known.none')}</p>
      )}
      {editing ? <EditDialog problem={problem} part="known" onClose={() => setEditing(false)} /> : null}
    </Panel>
  )
}

/** Asked after a pause in typing; what was found for the text before stays until the next answer. */
function useKnownErrors(props: SuggestionProps) {
  const { enabled: asked, query } = useSuggestionQuery({ ...props, categoryId: null })
  const found = useCall(suggestKnownErrors, query, { enabled: asked, keepPrevious: true })
  // not being able to suggest anything must not disturb who is on the phone
  return asked ? (found.data?.items ?? []) : []
}

/** At the service desk: what this is, and what helps now. Nothing at all while nothing fits. */
export function DeskKnownErrors(props: SuggestionProps) {
  const { t } = useTranslation('problem')
  const items = useKnownErrors(props)
  if (items.length === 0) return null
  return (
    <Panel
      title={
        <>
          <BulbOutlined aria-hidden="true" /> {t('ui.suggest.title')}
        </>
      }
    >
      <ul className="zy-prb-list">
        {items.map((one) => (
          <li key={one.id}>
            <div className="zy-prb-grow">
              {one.visible ? (
                <Link to="/problems/$id" params={{ id: one.id }} target="_blank">
                  {one.title}
                </Link>
              ) : (
                <b>{one.title}</b>
              )}
              <small>
                <RecordNumber>{one.number}</RecordNumber> {one.services.map((s) => s.name).join(comma())}
                {one.uses > 0 ? ` · ${t('ui.known.uses', { n: one.uses })}` : ''}
              </small>
              <div className="zy-prb-way">
                <PlainText>{one.workaround}</PlainText>
              </div>
              {props.onSolution ? (
                <Button
                  size="small"
                  type="link"
                  icon={<CheckOutlined />}
                  title={t('ui.suggest.useHint')}
                  onClick={() =>
                    props.onSolution?.(
                      t('ui.suggest.solution', { number: one.number, workaround: one.workaround }),
                    )
                  }
                >
                  {t('ui.suggest.use')}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
