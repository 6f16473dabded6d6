import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RecordTable, plainList, type Column } from '#web/kit/RecordTable.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import type { PlanLineView, PlanView, Step } from '../../template-contract.ts'
import { steps } from '../../template-contract.ts'
import { useSettingNames } from '../parts.tsx'

const hues: Record<Step, Hue> = {
  create: 'green',
  update: 'blue',
  kept: 'grey',
  retire: 'amber',
  problem: 'red',
  declined: 'grey',
}

/** Why an item gets no check, in words. */
export function useProblem(): (problem: { code: string; params: Record<string, string> } | null) => string {
  const { t } = useTranslation('check')
  return (problem) => {
    if (!problem) return ''
    const { code, params } = problem
    // what the verbs refuse has its own text: `check.secret_needed` is `check:error.secret_needed`
    const why = code === 'refused' ? t((params['code'] ?? '').replace('.', ':error.')) : ''
    return t(`screen.plan.problem.${code}`, { ...params, why, defaultValue: code })
  }
}

/** How often each step. */
export function Counts({ counts }: { counts: PlanView['counts'] }) {
  const { t } = useTranslation('check')
  return (
    <p>
      {steps
        .filter((step) => (counts[step] ?? 0) > 0)
        .map((step) => (
          <Tag key={step} hue={hues[step]}>
            {t(`screen.plan.step.${step}`)} {counts[step]}
          </Tag>
        ))}
    </p>
  )
}

/** What would be done at each item. */
export function PlanTable({ lines }: { lines: PlanLineView[] }) {
  const { t } = useTranslation('check')
  const problem = useProblem()
  const settings = useSettingNames()
  const columns: Column<PlanLineView>[] = [
    {
      key: 'step',
      title: t('screen.plan.what'),
      width: 90,
      render: (row) => <Tag hue={hues[row.step]}>{t(`screen.plan.step.${row.step}`)}</Tag>,
    },
    {
      key: 'ci',
      title: t('screen.field.ci'),
      width: 220,
      render: (row) => (
        <Link to={'/cis/$id' as never} params={{ id: row.ci.id } as never} title={row.ci.code}>
          {row.ci.name}
        </Link>
      ),
    },
    {
      key: 'name',
      title: t('page.record'),
      cut: true,
      lead: true,
      render: (row) => (
        <>
          {row.name} <small className="zy-check-dim">{row.target}</small>
        </>
      ),
    },
    {
      key: 'note',
      title: t('screen.plan.note'),
      width: 300,
      render: (row) =>
        row.problem
          ? problem(row.problem)
          : row.overridden.length > 0
            ? t('screen.template.differs', { fields: settings(row.overridden) })
            : '—',
    },
  ]
  return (
    <RecordTable
      list={plainList({ data: lines, error: null, isPending: false, refetch: () => undefined })}
      rowKey={(row) => row.ci.id}
      keys={false}
      label={t('screen.plan.title')}
      columns={columns}
      empty={{ title: t('screen.plan.nothing'), small: true }}
    />
  )
}
