import {
  ApartmentOutlined,
  CheckOutlined,
  EditOutlined,
  StopOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RecordBlocks } from '#web/RecordBlocks.tsx'
import { useCall, useMove } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { comma } from '#web/kit/marks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { confirmCis, getCi, retireCi, type Ci } from '../contract.ts'
import { getLive } from '../graph-contract.ts'
import { ciTickets } from '../ticket-contract.ts'
import { ConflictsPanel } from './ConflictsPanel.tsx'
import { EditDialog } from './EditDialog.tsx'
import { HistoryPanel } from './HistoryPanel.tsx'
import { AttributeText, LiveTag, StageTag, useCatalogue } from './parts.tsx'
import { RelationsPanel } from './RelationsPanel.tsx'
import { ServicesPanel } from './ServicesPanel.tsx'

/** One configuration item: attributes, relations and history on the left, facts and tickets on the right. */
export function CiPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getCi, { id }, { staleTime: 5_000 })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded key={id} ci={record.data} />
}

function Loaded({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  return (
    <RecordPage
      title={ci.name}
      tabTitle={`${ci.code} ${ci.name}`}
      breadcrumb={[{ label: t('ui.page.list'), to: '/cis' }, { label: ci.code }]}
      tags={
        <>
          <LiveNow ci={ci} />
          <StageTag state={ci.lifecycle} />
        </>
      }
      sub={[catalogue.line(ci.classId).map(catalogue.nameOf).join(' / '), ci.code, ci.org.name].join(' · ')}
      actions={<Actions ci={ci} />}
      story={
        <>
          <AttributesPanel ci={ci} />
          <ConflictsPanel ci={ci} />
          <RelationsPanel ci={ci} />
          <RecordBlocks record="ci" id={ci.id} />
          <HistoryPanel ci={ci} />
        </>
      }
      facts={
        <>
          <FactsPanel ci={ci} />
          <ServicesPanel ci={ci} />
          <TicketsPanel id={ci.id} />
        </>
      }
    />
  )
}

/** How it is now, by checks and alerts that the reader sees; counted again while the page is open. */
function LiveNow({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const { data } = useCall(getLive, { id: ci.id }, { staleTime: 5_000, refetchInterval: 30_000 })
  const { now } = data ?? {}
  return (
    <>
      <LiveTag state={data?.state ?? ci.liveState} />
      {now ? (
        <span className="zy-ci-dim">
          {[
            now.checks > 0 ? t('ui.now.checks', { n: now.checks, bad: now.bad }) : '',
            now.alerts > 0 ? t('ui.now.alerts', { n: now.alerts }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      ) : null}
    </>
  )
}

function Actions({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'retire' | null>(null)
  const retire = useMove(retireCi, { done: t('ui.retire.done'), onDone: () => setOpen(null) })
  const confirm = useMove(confirmCis, { done: t('ui.list.confirmed') })
  const may = (ability: Ci['abilities'][number]) => ci.abilities.includes(ability)
  const graph = (mode: string) =>
    void navigate({ to: '/ci-graph/$id' as never, params: { id: ci.id } as never, search: { mode } as never })
  return (
    <>
      <Button icon={<ThunderboltOutlined />} onClick={() => graph('impact')}>
        {t('ui.graph.impact')}
      </Button>
      <Button icon={<ApartmentOutlined />} onClick={() => graph('neighbourhood')}>
        {t('ui.page.graph')}
      </Button>
      {may('retire') ? (
        <Button icon={<StopOutlined />} onClick={() => setOpen('retire')}>
          {t('ui.retire.title')}
        </Button>
      ) : null}
      {may('confirm') ? (
        <Button
          icon={<CheckOutlined />}
          loading={confirm.isPending}
          onClick={() => confirm.mutate({ ids: [ci.id] })}
        >
          {t('ui.confirm')}
        </Button>
      ) : null}
      {may('edit') ? (
        <Button type="primary" icon={<EditOutlined />} onClick={() => setOpen('edit')}>
          {t('ui.edit.title')}
        </Button>
      ) : null}
      {open === 'edit' ? <EditDialog ci={ci} onClose={() => setOpen(null)} /> : null}
      <ConfirmMove
        open={open === 'retire'}
        title={t('ui.retire.title')}
        description={t('ui.retire.what')}
        reason="required"
        danger
        busy={retire.isPending}
        error={retire.error}
        onCancel={() => setOpen(null)}
        onConfirm={(reason) => retire.mutate({ id: ci.id, version: ci.version, reason })}
      />
    </>
  )
}

function AttributesPanel({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const definitions = catalogue.definitions(ci.classId)
  return (
    <Panel title={t('ui.field.attributes')}>
      {ci.description ? <PlainText>{ci.description}</PlainText> : null}
      {ci.gaps.length > 0 ? (
        <p>
          <Tag hue="amber">{t('ui.health.incomplete')}</Tag>{' '}
          {ci.gaps
            .map((gap) =>
              gap === 'owner' || gap === 'group'
                ? t(`ui.field.${gap}Id`)
                : catalogue.fieldName(ci.classId, gap),
            )
            .join(comma())}
        </p>
      ) : null}
      <FactList
        facts={definitions.map((def) => ({
          label: catalogue.nameOf(def),
          value: <AttributeText def={def} value={ci.attributes[def.key]} names={ci.names} />,
        }))}
      />
    </Panel>
  )
}

function FactsPanel({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  return (
    <Panel>
      <FactList
        facts={[
          { label: t('ui.field.class'), value: catalogue.className(ci.classId) },
          { label: t('ui.field.orgId'), value: ci.org.name },
          { label: t('ui.field.ownerId'), value: ci.owner?.name },
          { label: t('ui.field.groupId'), value: ci.group?.name },
          { label: t('ui.field.location'), value: ci.location },
          { label: t('ui.field.source'), value: catalogue.sourceName(ci.source) },
          { label: t('ui.field.recordedAt'), value: <TimeText at={ci.recordedAt} /> },
          { label: t('ui.field.confirmedAt'), value: <TimeText at={ci.confirmedAt} /> },
        ]}
      />
    </Panel>
  )
}

const addresses: Record<string, string> = {
  incident: '/incidents',
  change: '/changes',
  problem: '/problems',
  request: '/requests',
}

function TicketsPanel({ id }: { id: string }) {
  const { t } = useTranslation('ci')
  const found = useCall(ciTickets, { id })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  const items = found.data?.items ?? []
  return (
    <Panel title={t('ui.tickets.title')}>
      {items.length === 0 ? <p className="zy-ci-dim">{t('ui.tickets.none')}</p> : null}
      <ul className="zy-ci-list">
        {items.map((one) => (
          <li key={one.id}>
            <div className="zy-ci-grow">
              <Link to={`${addresses[one.kind] ?? '/incidents'}/${one.id}` as never}>
                <RecordNumber>{one.number}</RecordNumber> {one.title}
              </Link>
            </div>
            <Tag hue={one.open ? 'blue' : 'grey'}>{t(one.open ? 'ui.tickets.open' : 'ui.tickets.ended')}</Tag>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
