import { PlusOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { useMe } from '#web/session.tsx'
import { createAbsence, deleteAbsence, listAbsences, type TeamRecord } from '../team-contract.ts'
import { absenceKinds } from '../words.ts'

/** Days on which members stand no duty: one's own, or anybody's for who keeps the rosters. */
export function Absences({ team }: { team: TeamRecord }) {
  const { t } = useTranslation('duty')
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const { data } = useCall(listAbsences, { id: team.id })
  const create = useMove(createAbsence, { done: t('screen.saved'), onProblem: () => true as const })
  const remove = useMove(deleteAbsence, { done: t('screen.deleted') })
  const keeps = team.abilities.includes('roster')
  const people = team.members
    .filter((m) => m.active && (keeps || m.person.id === me?.person.id))
    .map((m) => ({ value: m.person.id, label: m.person.name }))
  return (
    <Panel
      title={t('screen.absences')}
      actions={
        people.length > 0 ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('screen.addAbsence')}
          </Button>
        ) : null
      }
    >
      {data?.items.length === 0 ? <p className="duty-fine">{t('screen.noAbsences')}</p> : null}
      <ul className="duty-list">
        {(data?.items ?? []).map((one) => (
          <li key={one.id}>
            <span>
              {one.person.name} {t(`screen.absence.${one.kind}`)}{' '}
              <span className="zy-num">
                {one.fromDay === one.toDay ? one.fromDay : `${one.fromDay} – ${one.toDay}`}
              </span>{' '}
              <small>{one.note}</small>
            </span>
            {one.mayDelete ? (
              <Popconfirm title={t('screen.remove')} onConfirm={() => remove.mutate({ id: one.id })}>
                <Button size="small" type="link" danger>
                  {t('screen.remove')}
                </Button>
              </Popconfirm>
            ) : null}
          </li>
        ))}
      </ul>
      {adding ? (
        <FormDialog
          title={t('screen.addAbsence')}
          initial={{ personId: people[0]?.value, kind: 'leave' }}
          fields={[
            {
              name: 'personId',
              type: 'select',
              label: t('screen.field.person'),
              required: true,
              options: people,
            },
            { name: 'fromDay', type: 'date', label: t('screen.field.from'), required: true, half: true },
            { name: 'toDay', type: 'date', label: t('screen.field.to'), required: true, half: true },
            {
              name: 'kind',
              type: 'select',
              label: t('screen.field.kind'),
              required: true,
              options: absenceKinds.map((kind) => ({ value: kind, label: t(`screen.absence.${kind}`) })),
            },
            { name: 'note', type: 'text', label: t('screen.field.note'), max: 500 },
          ]}
          onSubmit={(values) => create.mutateAsync(values as CallInput<typeof createAbsence>)}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Panel>
  )
}
