import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { createRoster, listRosters } from '../contract.ts'
import type { TeamRecord } from '../team-contract.ts'
import { RosterState, today } from './parts.tsx'

/** Rosters of a team, the newest first; a new one for the month behind the last. */
export function Rosters({ team }: { team: TeamRecord }) {
  const { t } = useTranslation('duty')
  const navigate = useNavigate()
  const [making, setMaking] = useState(false)
  const { data } = useCall(listRosters, { id: team.id })
  const create = useMove(createRoster, {
    done: t('screen.made'),
    onProblem: () => true as const,
    onDone: (made) => void navigate({ to: '/duty-rosters/$id', params: { id: made.id } }),
  })
  const items = data?.items ?? []
  const last = items[0]?.toDay
  const from = last && last >= today() ? dayjs(last).add(1, 'day') : dayjs(today())
  return (
    <Panel
      title={t('screen.rosters')}
      actions={
        data?.mayCreate ? (
          <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {t('screen.newRoster')}
          </Button>
        ) : null
      }
    >
      {data && items.length === 0 ? <p className="duty-fine">{t('screen.noRosters')}</p> : null}
      <ul className="duty-list">
        {items.slice(0, 12).map((one) => (
          <li key={one.id}>
            <Link to="/duty-rosters/$id" params={{ id: one.id }} className="zy-num">
              {one.fromDay} – {one.toDay}
            </Link>
            <span>
              {one.revision > 1 ? <small>{t('screen.revision', { n: one.revision })} </small> : null}
              <RosterState state={one.state} />
            </span>
          </li>
        ))}
      </ul>
      {making ? (
        <FormDialog
          title={t('screen.newRoster')}
          initial={{
            fromDay: from.format('YYYY-MM-DD'),
            toDay: from.endOf('month').format('YYYY-MM-DD'),
          }}
          fields={[
            { name: 'fromDay', type: 'date', label: t('screen.field.from'), required: true, half: true },
            { name: 'toDay', type: 'date', label: t('screen.field.to'), required: true, half: true },
          ]}
          onSubmit={(values) =>
            create.mutateAsync({ ...values, teamId: team.id } as CallInput<typeof createRoster>)
          }
          onClose={() => setMaking(false)}
        />
      ) : null}
    </Panel>
  )
}
