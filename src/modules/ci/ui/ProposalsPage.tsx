import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { acceptProposal, listProposals, rejectProposal, type Proposal } from '../proposal-contract.ts'
import { proposalStates } from '../words.ts'
import { AttributeText, useCatalogue } from './parts.tsx'

/** What sources propose; a person accepts or refuses. */
export function ProposalsPage() {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const [url] = useUrlState()
  const state = proposalStates.find((one) => one === url['state']) ?? 'open'
  const list = useInfiniteList(listProposals, { state, ...(url['source'] ? { source: url['source'] } : {}) })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.proposals')}
        sub={t('ui.proposal.help')}
        breadcrumb={[{ label: t('ui.page.health'), to: '/ci-health' }]}
      />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'state',
            label: t('ui.proposal.state'),
            options: proposalStates.map((value) => ({ value, label: t(`ui.proposal.${value}`) })),
          },
          {
            key: 'source',
            label: t('ui.field.source'),
            options: catalogue.sources.map((one) => ({ value: one.key, label: catalogue.nameOf(one) })),
          },
        ]}
      />
      {list.error ? <ErrorState error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && list.items.length === 0 ? (
        <EmptyState title={t('ui.proposal.none')} hint={t('ui.proposal.noneHint')} />
      ) : null}
      {list.items.map((one) => (
        <One key={one.id} proposal={one} />
      ))}
      {list.hasNextPage ? (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('ui.more')}
        </Button>
      ) : null}
    </div>
  )
}

function One({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const definitions = new Map(catalogue.definitions(proposal.classId).map((def) => [def.key, def]))
  const { ci, relations, state } = proposal
  const rows = ci
    ? proposal.changes
    : Object.entries(proposal.attributes).map(([field, after]) => ({ field, before: null, after }))
  return (
    <Panel
      title={
        <>
          {ci ? <Link to={`/cis/${ci.id}` as never}>{ci.name}</Link> : proposal.name}{' '}
          <Tag hue={ci ? 'amber' : 'green'}>{t(ci ? 'ui.proposal.differs' : 'ui.proposal.isNew')}</Tag>
        </>
      }
      actions={state === 'open' ? <Decide proposal={proposal} /> : null}
    >
      <p className="zy-ci-dim">
        {catalogue.className(proposal.classId)} · {catalogue.sourceName(proposal.source)} · {proposal.key} ·{' '}
        {proposal.org.name} · <TimeText at={proposal.seenAt} />
      </p>
      {proposal.decidedBy ? (
        <p>
          {t(`ui.proposal.${state}`)} · {proposal.decidedBy}
          {proposal.reason ? ` · ${proposal.reason}` : ''}
        </p>
      ) : null}
      <ul className="zy-ci-list">
        {rows.map((row) => (
          <li key={row.field}>
            <span>{catalogue.fieldName(proposal.classId, row.field)}</span>
            <span className="zy-ci-grow">
              {ci ? (
                <>
                  <AttributeText def={definitions.get(row.field)} value={row.before} /> →{' '}
                </>
              ) : null}
              <AttributeText def={definitions.get(row.field)} value={row.after} />
            </span>
          </li>
        ))}
        {relations.map((one) => (
          <li key={`${one.type} ${one.direction} ${one.key}`}>
            <span>{catalogue.words(one.type, one.direction)}</span>
            <span className="zy-ci-grow">
              {one.ci ? <Link to={`/cis/${one.ci.id}` as never}>{one.ci.name}</Link> : one.key}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Accepts as a new item or as one of those that look the same, or refuses. */
function Decide({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation('ci')
  const can = useCan()
  const [refusing, setRefusing] = useState(false)
  const [ciId, setCiId] = useState<string | null>(null)
  const accept = useMove(acceptProposal, { done: t('ui.proposal.done') })
  const reject = useMove(rejectProposal, {
    done: t('ui.proposal.refused'),
    onDone: () => setRefusing(false),
  })
  if (!can('ci.manage')) return null
  const { id, version, candidates } = proposal
  return (
    <>
      {candidates.length > 0 ? (
        <Select
          size="small"
          allowClear
          value={ciId}
          onChange={(value?: string) => setCiId(value ?? null)}
          placeholder={t('ui.proposal.same')}
          aria-label={t('ui.proposal.same')}
          options={candidates.map((one) => ({ value: one.id, label: `${one.name} ${one.code}` }))}
          style={{ minWidth: 180 }}
        />
      ) : null}
      <Button
        size="small"
        type="primary"
        icon={<CheckOutlined />}
        loading={accept.isPending}
        onClick={() => accept.mutate({ id, version, ...(ciId ? { ciId } : {}) })}
      >
        {t('ui.proposal.accept')}
      </Button>
      <Button size="small" icon={<CloseOutlined />} onClick={() => setRefusing(true)}>
        {t('ui.proposal.reject')}
      </Button>
      <ConfirmMove
        open={refusing}
        title={t('ui.proposal.reject')}
        description={t('ui.proposal.rejectWhat')}
        busy={reject.isPending}
        error={reject.error}
        onCancel={() => setRefusing(false)}
        onConfirm={(reason) => reject.mutate({ id, version, reason })}
      />
    </>
  )
}
