import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { invalidate, useCall, useDownload, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { StatusTag, Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText, Uploader } from '#web/kit/Uploader.tsx'
import { acknowledgeConflict } from '../contract.ts'
import * as contract from '../parts-contract.ts'
import { relations } from '../words.ts'
import { ChangeState, type ChangeView } from './parts.tsx'

type Conflict = ChangeView['conflicts'][number]

/** Changes in the way of this one; each must be looked at by somebody. */
export function ConflictsPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const [asked, setAsked] = useState<Conflict | null>(null)
  const acknowledge = useMove(acknowledgeConflict, { onProblem: () => true })
  if (change.conflicts.length === 0) return null
  return (
    <Panel title={t('ui.part.conflicts')}>
      <ul className="chg-tasks">
        {change.conflicts.map((one) => (
          <li key={one.id}>
            <span>
              {one.title === null ? (
                `${one.number} ${t('ui.part.hidden')}`
              ) : (
                <Link to="/changes/$id" params={{ id: one.id }}>
                  {one.number} {one.title}
                </Link>
              )}
              <small>
                <TimeText at={one.startsAt} /> – <TimeText at={one.endsAt} /> ·{' '}
                {one.why.map((why) => t(`ui.part.why.${why}`)).join(comma())}{' '}
                <ChangeState state={one.state} />
              </small>
              {one.acknowledged ? <small>{t('ui.part.acknowledged', one.acknowledged)}</small> : null}
            </span>
            {!one.acknowledged && change.abilities.includes('acknowledge') ? (
              <Button
                size="small"
                onClick={() => setAsked(one)}
                aria-label={`${t('ui.part.acknowledge')} ${one.number}`}
              >
                {t('ui.part.acknowledge')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asked ? (
        <FormDialog
          title={`${t('ui.part.acknowledge')} · ${asked.number}`}
          submitLabel={t('ui.part.acknowledge')}
          fields={[
            {
              name: 'note',
              label: t('ui.part.acknowledgeHint'),
              type: 'longtext',
              rows: 2,
              required: true,
              autoFocus: true,
            },
          ]}
          onSubmit={(values) =>
            acknowledge.mutateAsync({
              id: change.id,
              version: change.version,
              otherId: asked.id,
              note: String(values['note']),
            })
          }
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Panel>
  )
}

export function FreezesPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  if (change.freezes.length === 0 && !change.exception) return null
  return (
    <Panel title={t('ui.part.freezes')}>
      <ul className="chg-tasks">
        {change.freezes.map((one) => (
          <li key={one.id}>
            <span>
              <Tag hue="amber">{t(`ui.settings.source.${one.source}`)}</Tag> {one.name}
              <small>
                <TimeText at={one.startsAt} /> – <TimeText at={one.endsAt} /> {one.reason}
              </small>
            </span>
          </li>
        ))}
      </ul>
      {change.exception ? <p className="chg-explain">{t('ui.part.exception', change.exception)}</p> : null}
    </Panel>
  )
}

/** Incidents that it caused or solves. */
export function LinksPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const [adding, setAdding] = useState(false)
  const link = useMove(contract.linkIncident, { onProblem: () => true })
  const unlink = useMove(contract.unlinkIncident)
  const may = change.abilities.includes('link')
  if (change.links.length === 0 && !may) return null
  return (
    <Panel
      title={t('ui.part.links')}
      actions={
        may ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {t('ui.part.addLink')}
          </Button>
        ) : null
      }
    >
      {change.links.length === 0 ? <p className="chg-explain">{t('web:state.empty')}</p> : null}
      <ul className="chg-tasks">
        {change.links.map((one) => (
          <li key={`${one.incidentId} ${one.relation}`}>
            <span>
              <small>{t(`relation.${one.relation}`)}</small>{' '}
              {one.title === null ? (
                `${one.number} ${t('ui.part.hidden')}`
              ) : (
                <Link to="/incidents/$id" params={{ id: one.incidentId }}>
                  {one.number} {one.title}
                </Link>
              )}
            </span>
            {may && one.title !== null ? (
              <Button
                size="small"
                type="text"
                onClick={() =>
                  unlink.mutate({ id: change.id, incidentId: one.incidentId, relation: one.relation })
                }
              >
                {t('ui.part.unlink')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {adding ? (
        <FormDialog
          title={t('ui.part.addLink')}
          submitLabel={t('ui.part.addLink')}
          fields={[
            {
              name: 'relation',
              label: t('ui.part.relation'),
              type: 'radio',
              required: true,
              options: relations.map((value) => ({ value, label: t(`relation.${value}`) })),
            },
            {
              name: 'incidentNumber',
              label: t('ui.part.incidentNumber'),
              type: 'text',
              required: true,
              placeholder: 'INC-20261122-0001',
            },
          ]}
          initial={{ relation: 'solves' }}
          onSubmit={(values) =>
            link.mutateAsync({ ...values, id: change.id } as CallInput<typeof contract.linkIncident>)
          }
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Panel>
  )
}

/** Alerts that were kept quiet while it was under way. */
export function AlertsPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const { data } = useCall(contract.silencedAlerts, { id: change.id }, { enabled: change.begun !== null })
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('ui.part.alerts')}>
      <p className="chg-explain">{t('ui.part.alertsHint')}</p>
      <ul className="chg-tasks">
        {data.items.map((one) => (
          <li key={one.id}>
            <span>
              <StatusTag
                state={one.status === 'firing' ? 'firing' : 'resolved'}
                label={t(`alert:status.${one.status as 'firing'}`)}
              />{' '}
              <strong dir="auto">{one.name}</strong>
              <small>
                {one.service} · <TimeText at={one.firstAt} />
                {one.incident ? (
                  <>
                    {' · '}
                    {t('ui.part.released')}{' '}
                    <Link to="/incidents/$id" params={{ id: one.incident.id }}>
                      {one.incident.number}
                    </Link>
                  </>
                ) : null}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function AttachmentsPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const download = useDownload(contract.downloadFromChange)
  const client = useQueryClient()
  return (
    <Panel title={t('ui.part.attachments')}>
      <ul className="chg-tasks">
        {change.attachments.map((file) => (
          <li key={file.id}>
            <Button type="link" size="small" onClick={() => download.run({ id: change.id, fileId: file.id })}>
              {file.name} ({sizeText(file.size)})
            </Button>
          </li>
        ))}
      </ul>
      <Uploader
        endpoint={contract.attachToChange}
        input={{ id: change.id }}
        onDone={() => void invalidate(client, 'change')}
      />
    </Panel>
  )
}
