import { Button, Space } from 'antd'
import { FileWordOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { serviceSheetPdf, serviceSheetWord } from '#modules/fault-report/contract.ts'
import { useDownload, useInfiniteList } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { PriorityTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { listIncidents } from '../../contract.ts'
import { IncidentGrade, StateTag } from '../parts/tags.tsx'
import type { Incident } from '../types.ts'
import { ClockList } from './ClockList.tsx'

/** State, priority, grade and clocks: what decides how fast it has to go. */
export function UrgencyPanel({ incident, onGrade }: { incident: Incident; onGrade: () => void }) {
  const { t } = useTranslation('incident')
  const level = (key: 'impact' | 'urgency') => t(`level.${incident[key]}`)
  return (
    <Panel title={t('ui.record.classify')}>
      <FactList
        facts={[
          {
            label: t('ui.field.state'),
            value: (
              <>
                <StateTag state={incident.state} holdReason={incident.holdReason} />
                {incident.holdUntil ? (
                  <div className="zy-inc-sub">
                    <TimeText at={incident.holdUntil} /> {t('ui.record.resumes')}
                  </div>
                ) : null}
              </>
            ),
          },
          {
            label: t('ui.field.priority'),
            value: (
              <>
                <PriorityTag priority={incident.priority} />
                <span className="zy-inc-sub zy-inc-beside">
                  {t('ui.record.impactUrgency', { impact: level('impact'), urgency: level('urgency') })}
                </span>
              </>
            ),
          },
          {
            label: t('ui.field.grade'),
            value: (
              <>
                <IncidentGrade row={incident} />
                {incident.abilities.includes('grade') ? (
                  <Button
                    size="small"
                    type={incident.gradeConfirmed ? 'text' : 'default'}
                    className="zy-no-print zy-inc-grade"
                    onClick={onGrade}
                  >
                    {t(incident.gradeConfirmed ? 'ui.record.gradeChange' : 'ui.record.gradeConfirm')}
                  </Button>
                ) : null}
                {incident.gradeReason ? <div className="zy-inc-sub">{incident.gradeReason}</div> : null}
              </>
            ),
          },
        ]}
      />
      <ClockList clocks={incident.clocks} title={t('ui.record.clocks')} />
    </Panel>
  )
}

/** Who reported it, what it is about, who works on it. */
export function FactsPanel({ incident, onEdit }: { incident: Incident; onEdit: () => void }) {
  const { t } = useTranslation('incident')
  const phone = incident.requesterPhone ?? incident.callerPhone
  const who = incident.requester?.name ?? incident.callerName
  return (
    <Panel
      title={t('ui.record.facts')}
      actions={
        incident.abilities.includes('edit') ? (
          <Button size="small" type="text" className="zy-no-print" onClick={onEdit}>
            {t('ui.record.edit')} <kbd>e</kbd>
          </Button>
        ) : null
      }
    >
      <FactList
        facts={[
          { label: t('ui.field.requester'), value: who },
          {
            label: t('ui.field.callerPhone'),
            value: phone ? <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a> : null,
            when: Boolean(phone),
          },
          {
            label: t('ui.field.callerPlace'),
            value: incident.callerPlace,
            when: Boolean(incident.callerPlace),
          },
          { label: t('ui.field.org'), value: incident.org?.name },
          { label: t('ui.field.service'), value: incident.service?.name },
          { label: t('ui.field.category'), value: incident.category?.name },
          { label: t('ui.field.type'), value: t(`type.${incident.type}`) },
          { label: t('ui.field.group'), value: incident.group?.name ?? t('ui.unassigned') },
          { label: t('ui.field.owner'), value: incident.owner?.name },
          { label: t('ui.field.channel'), value: t(`channel.${incident.channel}`) },
          { label: t('ui.field.occurredAt'), value: <TimeText at={incident.occurredAt} /> },
          { label: t('ui.field.recordedAt'), value: <TimeText at={incident.recordedAt} /> },
          {
            label: t('ui.field.resolvedAt'),
            value: <TimeText at={incident.resolvedAt} />,
            when: Boolean(incident.resolvedAt),
          },
          {
            label: t('ui.field.closedAt'),
            value: <TimeText at={incident.closedAt} />,
            when: Boolean(incident.closedAt),
          },
          {
            label: t('ui.record.onsiteAsked'),
            value: <TimeText at={incident.onsiteRequestedAt} />,
            when: Boolean(incident.onsiteRequestedAt),
          },
          {
            label: t('ui.record.onsiteHere'),
            value: <TimeText at={incident.onsiteArrivedAt} />,
            when: Boolean(incident.onsiteArrivedAt),
          },
          { label: t('ui.field.firstContact'), value: t('ui.yes'), when: incident.firstContact },
          {
            label: t('ui.field.reopened'),
            value: t('ui.times', { n: incident.reopenCount }),
            when: incident.reopenCount > 0,
          },
          {
            label: t('ui.field.reassigned'),
            value: t('ui.times', { n: incident.reassignmentCount }),
            when: incident.reassignmentCount > 0,
          },
          { label: t('ui.field.origin'), value: t('ui.imported'), when: incident.origin === 'import' },
        ]}
      />
      {incident.onsiteRequestedAt ? <ServiceSheet id={incident.id} /> : null}
      <Source source={incident.source} />
    </Panel>
  )
}

/** 现场服务单: the paper that the engineer takes along and the user signs. */
function ServiceSheet({ id }: { id: string }) {
  const { t } = useTranslation('fault-report')
  const can = useCan()
  const sheet = useDownload(serviceSheetPdf)
  const word = useDownload(serviceSheetWord)
  if (!can('fault-report.read')) return null
  return (
    <Space.Compact className="zy-no-print zy-inc-sheet">
      <Button size="small" icon={<PrinterOutlined />} loading={sheet.busy} onClick={() => sheet.run({ id })}>
        {t('record.sheet')}
      </Button>
      <Button
        size="small"
        icon={<FileWordOutlined />}
        title={t('record.sheetWord')}
        aria-label={t('record.sheetWord')}
        loading={word.busy}
        onClick={() => word.run({ id })}
      />
    </Space.Compact>
  )
}

/** Values of the system it was imported from, kept beside our own. */
function Source({ source }: { source: Incident['source'] }) {
  const { t } = useTranslation('incident')
  if (!source || Object.keys(source).length === 0) return null
  return (
    <details className="zy-inc-source zy-no-print">
      <summary>{t('ui.record.source')}</summary>
      <FactList
        facts={Object.entries(source).map(([label, value]) => ({
          label,
          value:
            typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value),
        }))}
      />
    </details>
  )
}

/** Parent, children, what it duplicates. */
export function LinksPanel({
  incident,
  onDuplicate,
  onMerge,
}: {
  incident: Incident
  onDuplicate: () => void
  onMerge: () => void
}) {
  const { t } = useTranslation('incident')
  const children = useInfiniteList(listIncidents, { parentId: incident.id, limit: 20 })
  const mayMark = incident.abilities.includes('duplicate')
  const mayMerge = incident.abilities.includes('merge')
  if (!incident.parent && !incident.duplicateOf && children.items.length === 0 && !mayMark && !mayMerge)
    return null
  return (
    <Panel
      title={t('ui.record.links')}
      actions={
        <>
          {mayMark ? (
            <Button size="small" type="text" className="zy-no-print" onClick={onDuplicate}>
              {t('ui.record.duplicateTitle')}
            </Button>
          ) : null}
          {mayMerge ? (
            <Button size="small" type="text" className="zy-no-print" onClick={onMerge}>
              {t('ui.merge.title')}
            </Button>
          ) : null}
        </>
      }
    >
      <ul className="zy-inc-links">
        {incident.duplicateOf ? <Linked label={t('ui.field.duplicateOf')} to={incident.duplicateOf} /> : null}
        {incident.parent ? <Linked label={t('ui.field.parent')} to={incident.parent} /> : null}
        {children.items.map((child) => (
          <Linked key={child.id} label={t('ui.record.children')} to={child} state={child.state} />
        ))}
      </ul>
      {!incident.parent && !incident.duplicateOf && children.items.length === 0 ? (
        <p className="zy-inc-none">{t('ui.record.noLinks')}</p>
      ) : null}
    </Panel>
  )
}

function Linked({
  label,
  to,
  state,
}: {
  label: string
  to: { id: string; number: string; title: string }
  state?: string
}) {
  return (
    <li>
      <small>{label}</small>
      <Link to="/incidents/$id" params={{ id: to.id }} title={to.title}>
        <span className="zy-inc-number">{to.number}</span> {to.title}
      </Link>
      {state ? <StateTag state={state} /> : null}
    </li>
  )
}
