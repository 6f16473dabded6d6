import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { CheckCircleOutlined, EditOutlined, WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { comma } from '#web/kit/marks.ts'
import { Tag } from '#web/kit/Tag.tsx'
import { toWall } from '#web/kit/zone.ts'
import type { Issue, ShiftRecord } from '../contract.ts'
import type { DutyRole } from '../words.ts'
import './duty.css'

export type ShownShift = Pick<ShiftRecord, 'name' | 'from' | 'to' | 'people'>
type IssueRecord = z.output<typeof Issue>

/** `08:30–17:30` in the unit's zone. */
export const hoursOf = (shift: { from: string; to: string }): string =>
  `${toWall(shift.from)!.format('HH:mm')}–${toWall(shift.to)!.format('HH:mm')}`

/** Names of those in a role, as people write them. */
export function namesOf(shift: Pick<ShownShift, 'people'>, role: DutyRole): string {
  return shift.people
    .filter((p) => p.role === role)
    .map((p) => p.name)
    .join(comma())
}

/** Today in the unit's zone, YYYY-MM-DD. */
export const today = (): string => toWall(new Date().toISOString())!.format('YYYY-MM-DD')

/** A phone number that a phone can dial. */
export function Phone({ number }: { number: string }) {
  const first = /[0-9+][0-9 ()-]*/.exec(number)?.[0].replace(/[^0-9+]/g, '')
  if (!first) return number ? <RecordNumber>{number}</RecordNumber> : null
  return (
    <a className="zy-num duty-phone" href={`tel:${first}`}>
      {number}
    </a>
  )
}

/** The people of a shift, one line a role, with their numbers. */
export function People({ shift, phones = true }: { shift: Pick<ShownShift, 'people'>; phones?: boolean }) {
  const { t } = useTranslation('duty')
  const roles = (['leader', 'duty', 'deputy'] as const).filter((role) =>
    shift.people.some((p) => p.role === role),
  )
  if (roles.length === 0) return <Nobody />
  return (
    <dl className="duty-people">
      {roles.map((role) => (
        <div key={role}>
          <dt>{t(`screen.role.${role}`)}</dt>
          <dd>
            {shift.people
              .filter((p) => p.role === role)
              .map((p) => (
                <span key={p.id} className={p.source === 'rotation' ? undefined : 'duty-settled'}>
                  {p.name} {phones ? <Phone number={p.phone} /> : null}
                </span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function Nobody() {
  const { t } = useTranslation('duty')
  return (
    <Tag hue="red" icon={<WarningOutlined />}>
      {t('screen.unstaffed')}
    </Tag>
  )
}

export function RosterState({ state }: { state: 'draft' | 'published' }) {
  const { t } = useTranslation('duty')
  return state === 'draft' ? (
    <Tag hue="amber" icon={<EditOutlined />}>
      {t('screen.state.draft')}
    </Tag>
  ) : (
    <Tag hue="green" icon={<CheckCircleOutlined />}>
      {t('screen.state.published')}
    </Tag>
  )
}

/** A defect in words. */
export function useIssueText(): (issue: IssueRecord) => string {
  const { t } = useTranslation('duty')
  return (issue) =>
    t(`screen.issue.${issue.kind}`, {
      person: issue.person?.name ?? '',
      role: issue.role ? t(`screen.role.${issue.role}`) : '',
      count: issue.count,
      hours: issue.count,
      team: issue.with?.team ?? '',
      shift: issue.with?.shift ?? '',
    })
}

/** Defects as a list, each with its day and shift. */
export function Issues({ issues }: { issues: readonly IssueRecord[] }) {
  const { t } = useTranslation('duty')
  const text = useIssueText()
  if (issues.length === 0)
    return (
      <p className="duty-fine">
        <CheckCircleOutlined /> {t('screen.noIssues')}
      </p>
    )
  return (
    <ul className="duty-issues">
      {issues.map((issue, i) => (
        <li key={i}>
          <WarningOutlined />
          <span className="zy-num">{issue.day}</span>
          {issue.shiftName ? <span>{issue.shiftName}</span> : null}
          <span>{text(issue)}</span>
        </li>
      ))}
    </ul>
  )
}
