import { FormOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { listMine } from '../run-contract.ts'
import './survey.css'

type Mine = CallOutput<typeof listMine>['items'][number]
const hues: Record<'asked' | 'answered' | 'missed', Hue> = {
  asked: 'amber',
  answered: 'green',
  missed: 'grey',
}

/** Surveys that ask me, and results that are published. */
export function MyQuestionnairesPage() {
  const { t } = useTranslation('survey')
  const { data, error, isPending, refetch } = useCall(listMine, {})
  if (isPending) return <Bars rows={6} />
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <div className="zy-page">
      <PageHeader title={t('page.mine')} />
      {data.items.length === 0 ? (
        <EmptyState icon={<FormOutlined />} title={t('page.mineEmpty')} hint={t('page.mineEmptyHint')} />
      ) : (
        <MyList items={data.items} />
      )}
    </div>
  )
}

export function MyList({ items }: { items: Mine[] }) {
  const { t } = useTranslation('survey')
  return (
    <ul className="zy-survey-list">
      {items.map((one) => (
        <li key={one.id}>
          <div>
            <p>
              <Link to={`/my-questionnaires/${one.id}` as never}>{one.title}</Link>
            </p>
            <small>
              {one.state === 'published'
                ? t('state.published')
                : t('answer.due', { at: absoluteTime(one.dueAt) })}{' '}
              · {t(one.anonymous ? 'yes' : 'no')}
            </small>
          </div>
          {one.mine ? (
            <Tag hue={hues[one.mine]}>{t(`mine.${one.mine}`)}</Tag>
          ) : (
            <Tag hue="blue">{t('answer.result')}</Tag>
          )}
        </li>
      ))}
    </ul>
  )
}
