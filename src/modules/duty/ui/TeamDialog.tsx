import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource, personSource } from '#web/kit/sources.ts'
import { createTeam, editTeam, type PlanShiftFacts, type TeamRecord } from '../team-contract.ts'
import { dayKinds } from '../words.ts'

interface MemberRow {
  personId: string
  name: string
  phone: string
  leader: boolean
  joinedOn?: string
}

const firstPlan: PlanShiftFacts[] = [
  { code: 'day', name: '白班', from: '08:30', to: '17:30', on: [...dayKinds] },
  { code: 'night', name: '夜班', from: '17:30', to: '08:30', on: [...dayKinds] },
]

/** A team with its shifts and members. */
export function TeamDialog({
  team,
  onDone,
  onClose,
}: {
  team: TeamRecord | null
  onDone: (id: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation('duty')
  const options = { done: t('screen.saved'), onProblem: () => true as const }
  const create = useMove(createTeam, options)
  const edit = useMove(editTeam, options)
  const members: MemberRow[] = (team?.members ?? []).map((m) => ({
    personId: m.person.id,
    name: m.person.name,
    phone: m.phone,
    leader: m.leader,
    joinedOn: m.joinedOn,
  }))
  return (
    <FormDialog
      title={t(team ? 'screen.editTeam' : 'screen.newTeam')}
      width={760}
      initial={
        team
          ? { ...team, members }
          : { plan: firstPlan, members: [], fullCover: true, active: true, main: false }
      }
      fields={[
        { name: 'name', type: 'text', label: t('screen.field.name'), required: true, max: 100, half: true },
        ...(team
          ? []
          : [
              {
                name: 'orgId',
                type: 'remote' as const,
                source: orgSource,
                label: t('screen.field.org'),
                required: true,
                half: true,
              },
            ]),
        { name: 'phone', type: 'text', label: t('screen.field.phone'), max: 40, half: true },
        { name: 'place', type: 'text', label: t('screen.field.place'), max: 200, half: true },
        {
          name: 'main',
          type: 'switch',
          label: t('screen.field.main'),
          hint: t('screen.field.mainHint'),
          half: true,
        },
        {
          name: 'fullCover',
          type: 'switch',
          label: t('screen.field.fullCover'),
          hint: t('screen.field.fullCoverHint'),
          half: true,
        },
        {
          name: 'plan',
          type: 'custom',
          label: t('screen.plan'),
          required: true,
          render: (props) => <PlanInput {...(props as Bound<PlanShiftFacts[]>)} />,
        },
        {
          name: 'members',
          type: 'custom',
          label: t('screen.field.members'),
          render: (props) => <MembersInput {...(props as Bound<MemberRow[]>)} />,
        },
        ...(team ? [{ name: 'active', type: 'switch' as const, label: t('screen.field.active') }] : []),
      ]}
      onSubmit={async (values) => {
        const rows = (values['members'] as MemberRow[] | undefined) ?? []
        const body = {
          ...values,
          main: values['main'] ?? false,
          fullCover: values['fullCover'] ?? false,
          active: team ? (values['active'] ?? false) : true,
          calendarId: team?.calendarId ?? null,
          members: rows.map(({ name: _, ...row }) => row),
        }
        const made = team
          ? await edit.mutateAsync({ ...body, id: team.id, version: team.version } as CallInput<
              typeof editTeam
            >)
          : await create.mutateAsync(body as unknown as CallInput<typeof createTeam>)
        onDone(made.id)
      }}
      onClose={onClose}
    />
  )
}

interface Bound<T> {
  value?: T
  onChange?: (value: T) => void
}

const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at)
const replaced = <T,>(list: readonly T[], at: number, change: Partial<T>): T[] =>
  list.map((one, i) => (i === at ? { ...one, ...change } : one))

/** The shifts of a day; one that ends at or before its beginning ends on the next day. */
function PlanInput({ value = [], onChange }: Bound<PlanShiftFacts[]>) {
  const { t } = useTranslation('duty')
  const set = (next: PlanShiftFacts[]) => onChange?.(next)
  const input = (i: number, key: 'name' | 'code' | 'from' | 'to', max: number) => (
    <Input
      className={`duty-plan-${key}`}
      value={value[i]![key]}
      maxLength={max}
      aria-label={`${t(`screen.field.${key}`)} ${i + 1}`}
      placeholder={t(`screen.field.${key}`)}
      onChange={(event) => set(replaced(value, i, { [key]: event.target.value.trim() }))}
    />
  )
  return (
    <div className="duty-rows">
      {value.map((shift, i) => (
        <div key={i} className="duty-row">
          {input(i, 'name', 40)}
          {input(i, 'code', 20)}
          {input(i, 'from', 5)}
          {input(i, 'to', 5)}
          <Checkbox.Group
            value={shift.on}
            options={dayKinds.map((kind) => ({ value: kind, label: t(`screen.kind.${kind}`) }))}
            onChange={(on) => set(replaced(value, i, { on }))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('screen.remove')} ${shift.name}`}
            onClick={() => set(without(value, i))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() =>
          set([
            ...value,
            { code: `s${value.length + 1}`, name: '', from: '08:30', to: '17:30', on: [...dayKinds] },
          ])
        }
      >
        {t('screen.addShift')}
      </Button>
    </div>
  )
}

/** Members with the number on which they are reached on duty, and who of them leads. */
function MembersInput({ value = [], onChange }: Bound<MemberRow[]>) {
  const { t } = useTranslation('duty')
  const [round, setRound] = useState(0)
  const set = (next: MemberRow[]) => onChange?.(next)
  const add = (personId: string, name: string) => {
    if (!value.some((m) => m.personId === personId))
      set([...value, { personId, name, phone: '', leader: false }])
    // another field, empty and ready for the next
    setRound(round + 1)
  }
  return (
    <div className="duty-rows">
      {value.map((member, i) => (
        <div key={member.personId} className="duty-row">
          <span className="duty-member">{member.name}</span>
          <Input
            className="duty-member-phone"
            value={member.phone}
            maxLength={40}
            aria-label={`${t('screen.field.ownPhone')} ${member.name}`}
            placeholder={t('screen.field.ownPhone')}
            onChange={(event) => set(replaced(value, i, { phone: event.target.value }))}
          />
          <Checkbox
            checked={member.leader}
            onChange={(event) => set(replaced(value, i, { leader: event.target.checked }))}
          >
            {t('screen.field.leader')}
          </Checkbox>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('screen.remove')} ${member.name}`}
            onClick={() => set(without(value, i))}
          />
        </div>
      ))}
      <PersonAdd key={round} onAdd={add} />
    </div>
  )
}

/** Searches people; whoever is chosen is added and the field is free again. */
function PersonAdd({ onAdd }: { onAdd: (id: string, name: string) => void }) {
  const { t } = useTranslation('duty')
  const [names, setNames] = useState(new Map<string, string>())
  return (
    <RemoteSelect
      source={{
        ...personSource,
        search: async (q, signal) => {
          const found = await personSource.search(q, signal)
          setNames(new Map([...names, ...found.map((one) => [one.value, String(one.label)] as const)]))
          return found
        },
      }}
      value={null}
      placeholder={t('screen.addMember')}
      onChange={(id) => {
        if (id) onAdd(id, names.get(id) ?? '')
      }}
    />
  )
}

/** People in the order in which they take turns: chosen, and moved up and down. */
export function OrderInput({
  value = [],
  onChange,
  members,
}: Bound<string[]> & { members: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation('duty')
  const swap = (i: number, j: number) => {
    const next = [...value]
    ;[next[i], next[j]] = [next[j]!, next[i]!]
    onChange?.(next)
  }
  const name = (id: string) => members.find((m) => m.id === id)?.name ?? ''
  return (
    <div className="duty-rows">
      <Select
        mode="multiple"
        value={value}
        aria-label={t('screen.field.people')}
        showSearch={{ optionFilterProp: 'label' }}
        options={members.map((m) => ({ value: m.id, label: m.name }))}
        onChange={(next) => onChange?.(next)}
        style={{ width: '100%' }}
      />
      <ol className="duty-order">
        {value.map((id, i) => (
          <li key={id}>
            {name(id)}
            <Button
              size="small"
              type="text"
              disabled={i === 0}
              aria-label={`${t('screen.up')} ${name(id)}`}
              onClick={() => swap(i, i - 1)}
            >
              ↑
            </Button>
            <Button
              size="small"
              type="text"
              disabled={i === value.length - 1}
              aria-label={`${t('screen.down')} ${name(id)}`}
              onClick={() => swap(i, i + 1)}
            >
              ↓
            </Button>
          </li>
        ))}
      </ol>
    </div>
  )
}
