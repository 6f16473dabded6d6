import {
  CheckCircleOutlined,
  EditOutlined,
  HourglassOutlined,
  InboxOutlined,
  SendOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Tag } from '#web/kit/Tag.tsx'
import type { getReport } from '../contract.ts'
import type { State } from '../words.ts'

export type Report = CallOutput<typeof getReport>
export type Section = Report['sections'][number]

const looks = {
  draft: ['grey', <EditOutlined key="i" />],
  submitted: ['amber', <HourglassOutlined key="i" />],
  approved: ['green', <CheckCircleOutlined key="i" />],
  sent: ['blue', <SendOutlined key="i" />],
  archived: ['grey', <InboxOutlined key="i" />],
} as const satisfies Record<State, readonly [string, ReactNode]>

export function ReportState({ state }: { state: State }) {
  const { t } = useTranslation('report')
  const [hue, icon] = looks[state]
  return (
    <Tag hue={hue} icon={icon}>
      {t(`state.${state}`)}
    </Tag>
  )
}

/** A figure, or a part of it, as a link to the records that it counted. */
export function ToRecords(props: {
  report: Pick<Report, 'org' | 'from' | 'to'>
  fact: string
  split?: string | undefined
  part?: string | null | undefined
  children: ReactNode
}) {
  const { report, fact, split, part, children } = props
  const search = {
    from: report.from,
    to: report.to,
    orgId: report.org.id,
    ...(split ? { split } : {}),
    ...(split && part !== null && part !== undefined ? { part } : {}),
  }
  return (
    <Link to={'/facts/$key' as never} params={{ key: fact } as never} search={search as never}>
      {children}
    </Link>
  )
}

/** 1234567.5 → 1,234,567.5 */
export const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 })
