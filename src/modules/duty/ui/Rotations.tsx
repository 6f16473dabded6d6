import { PlusOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import type { FormValues } from '#web/kit/RecordForm.tsx'
import { setRotations, type TeamRecord } from '../team-contract.ts'
import { dayKinds, dutyRoles, turnUnits } from '../words.ts'
import { OrderInput } from './TeamDialog.tsx'

type Rotation = TeamRecord['rotations'][number]
type Sent = CallInput<typeof setRotations>['rotations'][number]

const sent = ({ people, ...rest }: Rotation): Sent => ({ ...rest, people: people.map((p) => p.id) })

/** Who takes turns, and how; each change is kept at once. */
export function Rotations({ team }: { team: TeamRecord }) {
  const { t } = useTranslation('duty')
  const [at, setAt] = useState<number | 'new' | null>(null)
  const save = useMove(setRotations, { done: t('screen.saved') })
  const edits = team.abilities.includes('edit')
  const all = team.rotations.map(sent)
  const put = (rotations: Sent[]) => save.mutateAsync({ id: team.id, version: team.version, rotations })
  return (
    <Panel
      title={t('screen.rotations')}
      actions={
        edits ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAt('new')}>
            {t('screen.addRotation')}
          </Button>
        ) : null
      }
    >
      {team.rotations.length === 0 ? <p className="duty-fine">{t('screen.noRotations')}</p> : null}
      <ul className="duty-list">
        {team.rotations.map((r, i) => (
          <li key={r.id}>
            <span>
              <strong>{r.name}</strong> {t(`screen.role.${r.role}`)} ·{' '}
              {t('screen.rotationText', { unit: t(`screen.unit.${r.unit}`), needed: r.needed })} ·{' '}
              {r.days.map((kind) => t(`screen.kind.${kind}`)).join(comma())}
              {r.pattern ? ` · ${r.pattern.map((code) => code ?? '-').join(' ')}` : ''}
              <small>{r.people.map((p) => p.name).join(' → ')}</small>
            </span>
            {edits ? (
              <span>
                <Button size="small" type="link" onClick={() => setAt(i)}>
                  {t('screen.editRotations')}
                </Button>
                <Popconfirm title={t('screen.remove')} onConfirm={() => put(all.filter((_, n) => n !== i))}>
                  <Button size="small" type="link" danger>
                    {t('screen.remove')}
                  </Button>
                </Popconfirm>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {at !== null ? (
        <RotationDialog
          team={team}
          rotation={at === 'new' ? null : (all[at] ?? null)}
          onSubmit={(one) => put(at === 'new' ? [...all, one] : all.map((old, i) => (i === at ? one : old)))}
          onClose={() => setAt(null)}
        />
      ) : null}
    </Panel>
  )
}

/** `day night - -` as a pattern; nothing typed is none. */
const patternOf = (text: unknown): (string | null)[] =>
  String(text ?? '')
    .split(/[\s,，、]+/)
    .filter(Boolean)
    .map((part) => (part === '-' || part === '－' ? null : part))

function RotationDialog({
  team,
  rotation,
  onSubmit,
  onClose,
}: {
  team: TeamRecord
  rotation: Sent | null
  onSubmit: (one: Sent) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useTranslation('duty')
  const members = team.members.filter((m) => m.active).map((m) => m.person)
  const byPattern = (values: FormValues) => values['unit'] === 'pattern'
  const choice = <T extends string>(list: readonly T[], text: (one: T) => string) =>
    list.map((value) => ({ value, label: text(value) }))
  return (
    <FormDialog
      title={t(rotation ? 'screen.editRotations' : 'screen.addRotation')}
      width={640}
      // what is wrong with one of the list is wrong with this one
      fieldOf={(path) => path.replace(/^rotations\.\d+\./, '')}
      initial={
        rotation
          ? { ...rotation, pattern: rotation.pattern?.map((code) => code ?? '-').join(' ') }
          : {
              role: 'duty',
              days: [...dayKinds],
              unit: 'shift',
              needed: 1,
              minRestHours: 12,
              maxTurns: 1,
              people: members.map((m) => m.id),
            }
      }
      fields={[
        { name: 'name', type: 'text', label: t('screen.field.name'), required: true, max: 60, half: true },
        {
          name: 'role',
          type: 'select',
          label: t('screen.field.role'),
          required: true,
          half: true,
          options: choice(dutyRoles, (one) => t(`screen.role.${one}`)),
        },
        {
          name: 'days',
          type: 'select',
          multiple: true,
          label: t('screen.field.on'),
          required: true,
          half: true,
          options: choice(dayKinds, (one) => t(`screen.kind.${one}`)),
        },
        {
          name: 'unit',
          type: 'select',
          label: t('screen.field.unit'),
          required: true,
          half: true,
          options: choice(turnUnits, (one) => t(`screen.unit.${one}`)),
        },
        {
          name: 'pattern',
          type: 'text',
          label: t('screen.field.pattern'),
          hint: t('screen.field.patternHint'),
          required: true,
          when: byPattern,
          max: 400,
        },
        {
          name: 'anchor',
          type: 'date',
          label: t('screen.field.anchor'),
          required: true,
          when: byPattern,
        },
        { name: 'needed', type: 'number', min: 1, max: 20, label: t('screen.field.needed'), half: true },
        { name: 'minRestHours', type: 'number', min: 0, max: 168, label: t('screen.field.rest'), half: true },
        { name: 'maxTurns', type: 'number', min: 1, max: 31, label: t('screen.field.maxTurns'), half: true },
        {
          name: 'people',
          type: 'custom',
          label: t('screen.field.people'),
          hint: t('screen.field.peopleHint'),
          render: (props) => <OrderInput {...(props as object)} members={members} />,
        },
      ]}
      onSubmit={(values) => {
        const pattern = values['unit'] === 'pattern' ? patternOf(values['pattern']) : null
        return onSubmit({
          ...values,
          people: values['people'] ?? [],
          pattern,
          anchor: pattern ? values['anchor'] : null,
          ...(rotation?.id ? { id: rotation.id } : {}),
        } as Sent)
      }}
      onClose={onClose}
    />
  )
}
