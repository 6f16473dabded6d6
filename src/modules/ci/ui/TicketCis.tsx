import { DeleteOutlined, ThunderboltOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { assignIncident, getIncident, gradeIncident } from '#modules/incident/contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { comma, semicolon } from '#web/kit/marks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { GradeTag, Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { changeCis, incidentCis, type CisOfTicket } from '../ticket-contract.ts'
import { ciSource, LiveTag, useCatalogue } from './parts.tsx'

type Suggested = CisOfTicket['suggestion']

/** Items on an incident; what hangs on them suggests the grade and who should have it. `id`: the incident's. */
export function IncidentCis({ id }: { id: string }) {
  return (
    <TicketCis
      id={id}
      of={incidentCis}
      below={(suggestion) => <Suggestion id={id} suggestion={suggestion} />}
    />
  )
}

/** Items in the scope of a change. `id`: the change's. */
export function ChangeCis({ id }: { id: string }) {
  return <TicketCis id={id} of={changeCis} below={(suggestion) => <Hit suggestion={suggestion} />} />
}

function TicketCis({
  id,
  of,
  below,
}: {
  id: string
  of: typeof incidentCis | typeof changeCis
  below: (suggestion: Suggested) => React.ReactNode
}) {
  const found = useCall(of.list, { id })
  const add = useMove(of.add)
  const remove = useMove(of.remove)
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  if (!found.data) return null
  return (
    <Block
      answer={found.data}
      busy={add.isPending || remove.isPending}
      onAdd={(ciId) => add.mutate({ id, ciIds: [ciId] })}
      onRemove={(ciId) => remove.mutate({ id, ciId })}
      below={below(found.data.suggestion)}
    />
  )
}

function Block({
  answer,
  busy,
  onAdd,
  onRemove,
  below,
}: {
  answer: CisOfTicket
  busy: boolean
  onAdd: (ciId: string) => void
  onRemove: (ciId: string) => void
  below: React.ReactNode
}) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  return (
    <Panel title={t('ui.ticket.title')}>
      <ul className="zy-ci-list">
        {answer.items.map((one) => (
          <li key={one.id}>
            <div className="zy-ci-grow">
              {one.visible ? (
                <Link to={`/cis/${one.id}` as never}>{one.name}</Link>
              ) : (
                <span className="zy-ci-dim">{t('ui.hidden')}</span>
              )}{' '}
              <small>
                {[catalogue.className(one.classId), one.code, one.groupName].filter(Boolean).join(' · ')}
              </small>
            </div>
            <LiveTag state={one.liveState} />
            {one.openTickets > 0 ? (
              <Tag hue="amber">{t('ui.ticket.open', { n: one.openTickets })}</Tag>
            ) : null}
            {one.recentChanges > 0 ? (
              <Tag hue="violet">{t('ui.ticket.changes', { n: one.recentChanges })}</Tag>
            ) : null}
            {one.visible ? (
              <Link
                to={`/ci-graph/${one.id}` as never}
                search={{ mode: 'impact' } as never}
                aria-label={`${t('ui.graph.impact')} ${one.name ?? ''}`}
                title={t('ui.graph.impact')}
              >
                <ThunderboltOutlined />
              </Link>
            ) : null}
            {answer.mayEdit ? (
              <Button
                size="small"
                type="text"
                className="zy-no-print"
                icon={<DeleteOutlined />}
                disabled={busy}
                aria-label={`${t('ui.remove')} ${one.name ?? ''}`}
                onClick={() => onRemove(one.id)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {answer.items.length === 0 && !answer.mayEdit ? (
        <p className="zy-ci-dim">{t('ui.ticket.none')}</p>
      ) : null}
      {below}
      {answer.mayEdit ? (
        <div className="zy-no-print">
          <RemoteSelect
            source={ciSource}
            value={null}
            disabled={busy}
            onChange={(ciId) => ciId && onAdd(ciId)}
            placeholder={t('ui.ticket.add')}
            aria-label={t('ui.ticket.add')}
            style={{ width: '100%' }}
          />
        </div>
      ) : null}
    </Panel>
  )
}

/** What would be hit, in one sentence. */
function Hit({ suggestion }: { suggestion: Suggested }) {
  const { t } = useTranslation('ci')
  if (!suggestion) return null
  const { down, impaired, affected } = suggestion
  const names = (all: typeof down) => all.map((one) => one.name).join(comma())
  return (
    <p>
      {[
        down.length > 0 ? t('ui.ticket.down', { names: names(down) }) : '',
        impaired.length > 0 ? t('ui.ticket.impaired', { names: names(impaired) }) : '',
        t('ui.ticket.affected', { n: affected }),
      ]
        .filter(Boolean)
        .join(semicolon())}
    </p>
  )
}

function Suggestion({ id, suggestion }: { id: string; suggestion: Suggested }) {
  const { t } = useTranslation('ci')
  const can = useCan()
  const incident = useCall(getIncident, { id }, { staleTime: 5_000 })
  const grade = useMove(gradeIncident, { done: t('ui.ticket.graded') })
  const assign = useMove(assignIncident, { done: t('ui.ticket.assigned') })
  const row = incident.data
  if (!suggestion || !row) return null
  const { group } = suggestion
  const decided = row.gradeConfirmed && row.grade === suggestion.grade
  const { version } = row
  return (
    <div className="zy-ci-suggest">
      <Hit suggestion={suggestion} />
      <span>
        {t('ui.ticket.grade')} <GradeTag grade={suggestion.grade} suggested={!decided} />
      </span>
      {!decided && row.abilities.includes('grade') && can('incident.grade') ? (
        <Button
          size="small"
          className="zy-no-print"
          loading={grade.isPending}
          onClick={() =>
            grade.mutate({ id, version, grade: suggestion.grade, reason: t('ui.ticket.gradeReason') })
          }
        >
          {t('ui.ticket.takeGrade')}
        </Button>
      ) : null}
      {group && row.group?.id !== group.id && row.abilities.includes('assign') ? (
        <Button
          size="small"
          className="zy-no-print"
          loading={assign.isPending}
          onClick={() => assign.mutate({ id, version, groupId: group.id })}
        >
          {t('ui.ticket.assign', { group: group.name })}
        </Button>
      ) : null}
    </div>
  )
}
