import { Button } from 'antd'
import { RadarChartOutlined, SettingOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { comma } from '#web/kit/marks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { memberSource } from '#web/kit/sources.ts'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import {
  acceptProposal,
  dismissProposal,
  getSetting,
  listProposals,
  lookForTrends,
  proposalStates,
  putSetting,
} from '../trend-contract.ts'

type Proposal = CallOutput<typeof listProposals>['items'][number]

/** Problems that repeating incidents propose: accept, or dismiss with a reason. */
export function ProposalsPage() {
  const { t } = useTranslation('problem')
  const [url] = useUrlState()
  const [asked, setAsked] = useState<{ what: 'accept' | 'dismiss'; proposal: Proposal } | 'setting' | null>(
    null,
  )
  const state = proposalStates.find((one) => one === url['state']) ?? 'open'
  const list = useInfiniteList(listProposals, { state })
  const close = () => setAsked(null)
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.proposals')}
        sub={<RuleText />}
        actions={
          <>
            <Button icon={<SettingOutlined />} onClick={() => setAsked('setting')}>
              {t('ui.trend.setting')}
            </Button>
            <LookButton />
          </>
        }
      />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'state',
            label: t('ui.trend.state.open'),
            options: proposalStates.map((value) => ({ value, label: t(`ui.trend.state.${value}`) })),
            width: 150,
          },
        ]}
      />
      {list.error && !list.isFetchNextPageError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : null}
      {list.isPending ? <Bars rows={6} /> : null}
      {!list.isPending && !list.error && list.items.length === 0 ? (
        <EmptyState title={t('ui.trend.empty')} hint={t('ui.trend.emptyHint')} />
      ) : null}
      {list.items.map((one) => (
        <Card
          key={one.id}
          proposal={one}
          onAccept={() => setAsked({ what: 'accept', proposal: one })}
          onDismiss={() => setAsked({ what: 'dismiss', proposal: one })}
        />
      ))}
      <LoadMore list={list} />
      {asked === 'setting' ? <SettingDialog onClose={close} /> : null}
      {asked && asked !== 'setting' && asked.what === 'accept' ? (
        <AcceptDialog proposal={asked.proposal} onClose={close} />
      ) : null}
      {asked && asked !== 'setting' && asked.what === 'dismiss' ? (
        <DismissDialog proposal={asked.proposal} onClose={close} />
      ) : null}
    </div>
  )
}

/** By which rule they are found, in words. */
function RuleText() {
  const { t } = useTranslation('problem')
  const { data } = useCall(getSetting, {}, { staleTime: 60_000 })
  if (!data) return null
  return <>{t(data.enabled ? 'ui.trend.rule' : 'ui.trend.off', { ...data })}</>
}

function LookButton() {
  const { t } = useTranslation('problem')
  const look = useMove(lookForTrends)
  return (
    <Button
      type="primary"
      icon={<RadarChartOutlined />}
      loading={look.isPending}
      onClick={() => look.mutate({})}
    >
      {t('ui.trend.look')}
    </Button>
  )
}

const titleOf = (one: Proposal): string =>
  [one.service?.name, one.words.join(comma()) || one.category?.name].filter(Boolean).join(' · ')

function Card({
  proposal,
  onAccept,
  onDismiss,
}: {
  proposal: Proposal
  onAccept: () => void
  onDismiss: () => void
}) {
  const { t } = useTranslation('problem')
  const days = Math.round((Date.parse(proposal.windowTo) - Date.parse(proposal.windowFrom)) / 86_400_000)
  return (
    <section className="zy-panel zy-pad zy-prb-card" aria-label={titleOf(proposal)}>
      <div className="zy-prb-row">
        <h2>{titleOf(proposal)}</h2>
        {proposal.state === 'open' ? null : <Tag hue="grey">{t(`ui.trend.state.${proposal.state}`)}</Tag>}
      </div>
      <p>
        {t('ui.trend.figures', { n: proposal.count, days, average: proposal.formerAverage })} ·{' '}
        <TimeText at={proposal.updatedAt} mode="relative" />
      </p>
      <ul className="zy-prb-list">
        {proposal.incidents.slice(0, 5).map((one) => (
          <li key={one.id}>
            <div className="zy-prb-grow">
              <Link to="/incidents/$id" params={{ id: one.id }}>
                <RecordNumber>{one.number}</RecordNumber> {one.title}
              </Link>
            </div>
            <TimeText at={one.occurredAt} mode="relative" />
          </li>
        ))}
      </ul>
      {proposal.state === 'open' ? (
        <div className="zy-prb-row">
          <Button type="primary" onClick={onAccept}>
            {t('ui.trend.accept')}
          </Button>
          <Button onClick={onDismiss}>{t('ui.trend.dismiss')}</Button>
        </div>
      ) : (
        <p className="zy-prb-none">
          {proposal.decidedBy} <TimeText at={proposal.decidedAt ?? proposal.updatedAt} />{' '}
          {proposal.problem ? (
            <Link to="/problems/$id" params={{ id: proposal.problem.id }}>
              {proposal.problem.number}
            </Link>
          ) : proposal.state === 'expired' ? (
            t('ui.trend.expired', { at: absoluteTime(proposal.updatedAt) })
          ) : (
            proposal.reason
          )}
        </p>
      )}
    </section>
  )
}

function AcceptDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const { t } = useTranslation('problem')
  const navigate = useNavigate()
  const accept = useMove(acceptProposal, { onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.trend.accept')}
      fields={[
        {
          name: 'title',
          type: 'text',
          label: t('ui.field.title'),
          required: true,
          max: 200,
          autoFocus: true,
        },
        { name: 'ownerId', type: 'remote', label: t('ui.field.owner'), source: memberSource },
      ]}
      initial={{ title: titleOf(proposal) }}
      submitLabel={t('ui.create.go')}
      onClose={onClose}
      onSubmit={async (values) => {
        const made = await accept.mutateAsync({
          ...{ id: proposal.id, version: proposal.version },
          ...values,
        } as CallInput<typeof acceptProposal>)
        await navigate({ to: '/problems/$id', params: { id: made.id } })
      }}
    />
  )
}

function DismissDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const { t } = useTranslation('problem')
  const dismiss = useMove(dismissProposal, { onDone: onClose, onProblem: () => true })
  return (
    <ConfirmMove
      open
      title={t('ui.trend.dismiss')}
      description={t('ui.trend.dismissHint', { n: 2 * proposal.count })}
      reason="required"
      busy={dismiss.isPending}
      error={dismiss.error}
      onCancel={onClose}
      onConfirm={(reason) => dismiss.mutate({ id: proposal.id, version: proposal.version, reason })}
    />
  )
}

function SettingDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('problem')
  const { data } = useCall(getSetting, {}, { staleTime: 0 })
  const put = useMove(putSetting, { done: t('ui.edit.done'), onProblem: () => true })
  if (!data) return null
  const { version, ...initial } = data
  const days = t('ui.trend.field.days')
  return (
    <FormDialog
      title={t('ui.trend.setting')}
      fields={[
        { name: 'enabled', type: 'switch', label: t('ui.trend.field.enabled') },
        {
          name: 'windowDays',
          type: 'number',
          label: t('ui.trend.field.window'),
          required: true,
          min: 1,
          max: 90,
          unit: days,
          half: true,
        },
        {
          name: 'minCount',
          type: 'number',
          label: t('ui.trend.field.min'),
          required: true,
          min: 2,
          max: 1000,
          half: true,
        },
        {
          name: 'formerDays',
          type: 'number',
          label: t('ui.trend.field.former'),
          required: true,
          min: 1,
          max: 730,
          unit: days,
          half: true,
        },
        {
          name: 'factor',
          type: 'number',
          label: t('ui.trend.field.factor'),
          required: true,
          min: 1,
          max: 20,
          half: true,
        },
        {
          name: 'expireDays',
          type: 'number',
          label: t('ui.trend.field.expire'),
          required: true,
          min: 1,
          max: 365,
          unit: days,
          half: true,
        },
      ]}
      initial={initial}
      onClose={onClose}
      onSubmit={(values) =>
        put.mutateAsync({ ...initial, ...values, version } as CallInput<typeof putSetting>)
      }
    />
  )
}
