import {
  AuditOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  EditOutlined,
  LockOutlined,
  StopOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { StatusTag, Tag, type Hue } from '#web/kit/tags.tsx'
import type { getArticle, listArticles } from '../contract.ts'
import type { Classification, State } from '../words.ts'
import './knowledge.css'

export type Article = CallOutput<typeof getArticle>
export type Line = CallOutput<typeof listArticles>['items'][number]

const looks: Record<State, { hue: Hue; icon: ReactNode }> = {
  draft: { hue: 'grey', icon: <EditOutlined /> },
  review: { hue: 'violet', icon: <AuditOutlined /> },
  published: { hue: 'green', icon: <CheckCircleOutlined /> },
  due: { hue: 'amber', icon: <ClockCircleOutlined /> },
  withdrawn: { hue: 'grey', icon: <StopOutlined /> },
}

export function ArticleState({ state }: { state: State }) {
  const { t } = useTranslation('knowledge')
  return <StatusTag state={state} label={t(`state.${state}`)} {...looks[state]} />
}

/** Shown only where it is more than normal. */
export function LevelTag({ level }: { level: Classification }) {
  const { t } = useTranslation('knowledge')
  if (level === 'normal') return null
  return (
    <Tag hue={level === 'sensitive' ? 'red' : 'amber'} icon={<LockOutlined />}>
      {t(`classification.${level}`)}
    </Tag>
  )
}

/** A text with what was found in it marked. */
export function Marked({ parts }: { parts: readonly { text: string; hit: boolean }[] }) {
  return parts.map((part, i) =>
    part.hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>,
  )
}

/** 3 of 4 found it useful; a dash while nobody has said anything. */
export function Usefulness({ row }: { row: Pick<Line, 'useful' | 'useless' | 'used'> }) {
  const { t } = useTranslation('knowledge')
  const votes = row.useful + row.useless
  if (votes + row.used === 0) return <>—</>
  return (
    <span className="zy-num" title={t('ui.usefulHint', { ...row })}>
      {votes > 0 ? t('ui.usefulOf', { useful: row.useful, votes }) : null}
      {votes > 0 && row.used > 0 ? ' · ' : null}
      {row.used > 0 ? t('ui.usedTimes', { n: row.used }) : null}
    </span>
  )
}
