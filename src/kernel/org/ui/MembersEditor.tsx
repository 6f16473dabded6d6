import { Button, Checkbox } from 'antd'
import { DeleteOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { PersonPicker, type RemoteOption } from '#web/kit/RemoteSelect.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { setMembers, type getGroup } from '../contract.ts'
import { peopleSource } from './people-source.ts'

type Member = CallOutput<typeof getGroup>['members'][number]

/** Who belongs to a group: leader or not, on duty or not. Saved as one set. */
export function MembersEditor({ group }: { group: CallOutput<typeof getGroup> }) {
  const { t } = useTranslation('org')
  const [members, setTo] = useState<Pick<Member, 'personId' | 'name' | 'leader' | 'onDuty'>[]>(group.members)
  const save = useMove(setMembers, { invalidates: ['group'], done: t('groups.saved') })
  const change = (personId: string, part: Partial<Member>) =>
    setTo(members.map((m) => (m.personId === personId ? { ...m, ...part } : m)))
  const add = (personId: string | null, option: RemoteOption | null) => {
    if (!personId || !option || members.some((m) => m.personId === personId)) return
    setTo([...members, { personId, name: option.label, leader: false, onDuty: true }])
  }
  const body = members.map(({ personId, leader, onDuty }) => ({ personId, leader, onDuty }))
  return (
    <Panel title={t('groups.members')}>
      <table className="zy-table" style={{ marginBottom: 12 }}>
        <tbody>
          {members.map((m) => (
            <tr key={m.personId}>
              <td>{m.name}</td>
              <td>
                <Checkbox
                  checked={m.leader}
                  onChange={(event) => change(m.personId, { leader: event.target.checked })}
                >
                  {t('groups.leader')}
                </Checkbox>
              </td>
              <td>
                <Checkbox
                  checked={m.onDuty}
                  onChange={(event) => change(m.personId, { onDuty: event.target.checked })}
                >
                  {t('groups.onDuty')}
                </Checkbox>
              </td>
              <td style={{ textAlign: 'right' }}>
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('groups.removeMember', { name: m.name })}
                  onClick={() => setTo(members.filter((one) => one.personId !== m.personId))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div style={{ display: 'flex', gap: 8 }}>
        <PersonPicker
          search={peopleSource.search}
          value={null}
          onChange={add}
          placeholder={t('groups.addMember')}
          style={{ flex: 1 }}
        />
        <Button
          type="primary"
          loading={save.isPending}
          onClick={() => save.mutate({ id: group.id, version: group.version, members: body })}
        >
          {t('groups.saveMembers')}
        </Button>
      </div>
    </Panel>
  )
}
