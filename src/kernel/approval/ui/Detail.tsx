import { Button } from 'antd'
import { ExportOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getApproval } from '../contract.ts'
import { Decision } from './Decision.tsx'
import { Flow } from './Flow.tsx'
import { History } from './History.tsx'
import { StateTag } from './tags.tsx'
import type { Detail } from './types.ts'
import './approval.css'

/** One approval: what it is about, where it stands, what I can do. */
export function ApprovalDetail({ id, onDecided }: { id: string; onDecided?: () => void }) {
  const { t } = useTranslation('approval')
  const found = useCall(getApproval, { id })
  if (found.error && !found.data) return <ErrorState error={found.error} />
  if (!found.data)
    return (
      <div className="zy-pad">
        <Bars rows={10} />
      </div>
    )
  const approval = found.data
  return (
    <article className="zy-appr-detail">
      <Head approval={approval} />
      <section>
        <h3>{t('ui.section.subject')}</h3>
        <SubjectFacts approval={approval} />
      </section>
      <section>
        <h3>{t('ui.section.flow')}</h3>
        <Flow approval={approval} />
      </section>
      <Decision approval={approval} onDecided={onDecided} />
      <section>
        <h3>{t('ui.section.history')}</h3>
        <History approval={approval} />
      </section>
    </article>
  )
}

function Head({ approval }: { approval: Detail }) {
  const { t } = useTranslation('approval')
  const navigate = useNavigate()
  const path = approval.view?.path
  return (
    <header>
      <div className="zy-appr-kind">
        <span>
          {approval.subject.label} {approval.view?.number ?? ''}
        </span>
        {path ? (
          <Button
            size="small"
            type="link"
            icon={<ExportOutlined />}
            onClick={() => void navigate({ to: path })}
          >
            {t('ui.open')}
          </Button>
        ) : null}
      </div>
      <h2 dir="auto">{approval.title}</h2>
      <div className="zy-appr-tags">
        <StateTag state={approval.state} />
        <span>{t('ui.from', { name: approval.requester.name, org: approval.orgName })}</span>
        <TimeText at={approval.startedAt} />
      </div>
    </header>
  )
}

/** Long or many-lined facts get a line of their own. */
function SubjectFacts({ approval }: { approval: Detail }) {
  const { t } = useTranslation('approval')
  if (!approval.view) return <p className="zy-appr-planned">{t('ui.gone')}</p>
  return (
    <FactList
      facts={approval.view.facts.map(({ label, value }) => ({
        label,
        value: <PlainText>{value}</PlainText>,
        block: value.length > 40 || value.includes('\n'),
      }))}
    />
  )
}
