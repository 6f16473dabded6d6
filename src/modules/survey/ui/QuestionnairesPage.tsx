import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRuleText } from '#kernel/calendar/ui/RuleBlock.tsx'
import { useCall } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { listQuestionnaires } from '../contract.ts'
import { RunTag } from './parts.tsx'
import { percent } from './Tallies.tsx'

/** All questionnaires, with the last time that each was asked. */
export function QuestionnairesPage() {
  const { t } = useTranslation('survey')
  const navigate = useNavigate()
  const can = useCan()
  const ruleText = useRuleText()
  const found = useCall(listQuestionnaires, {})
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.sub')}
        actions={
          can('survey.manage') ? (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => void navigate({ to: '/questionnaires/new' as never })}
            >
              {t('page.create')}
            </Button>
          ) : null
        }
      />
      <section className="zy-panel">
        <RecordTable
          list={plainList({ ...found, data: found.data?.items })}
          label={t('page.list')}
          onOpen={(row) => void navigate({ to: `/questionnaires/${row.id}` as never })}
          empty={{ title: t('page.empty'), hint: t('page.emptyHint') }}
          columns={[
            { key: 'title', title: t('field.title'), cut: true, lead: true },
            {
              key: 'anonymous',
              title: t('field.anonymous'),
              width: 110,
              render: (row) => (
                <Tag hue={row.anonymous ? 'violet' : 'grey'}>{t(row.anonymous ? 'yes' : 'no')}</Tag>
              ),
            },
            {
              key: 'rule',
              title: t('field.periodic'),
              width: 220,
              wide: true,
              render: (row) => (row.rule ? ruleText(row.rule) : t('byHand')),
            },
            {
              key: 'next',
              title: t('field.next'),
              width: 140,
              wide: true,
              render: (row) =>
                row.active ? <TimeText at={row.nextAt} /> : <Tag hue="grey">{t('paused')}</Tag>,
            },
            {
              key: 'last',
              title: t('field.state'),
              width: 120,
              render: (row) => (row.runs[0] ? <RunTag state={row.runs[0].state} /> : '—'),
            },
            {
              key: 'rate',
              title: t('field.rate'),
              width: 160,
              align: 'right',
              named: true,
              render: (row) =>
                row.runs[0] ? (
                  <span className="zy-num">
                    {percent(row.runs[0].answered, row.runs[0].asked)} ({row.runs[0].answered}/
                    {row.runs[0].asked})
                  </span>
                ) : (
                  '—'
                ),
            },
          ]}
        />
      </section>
    </div>
  )
}
