import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { comma } from '#web/kit/marks.ts'
import { Tag, type Hue } from '#web/kit/Tag.tsx'
import type { getEvaluation, listEvaluations } from '../contract.ts'
import type { Rule } from '../rule-contract.ts'
import './evaluation.css'

export type Evaluation = CallOutput<typeof getEvaluation>
export type Line = CallOutput<typeof listEvaluations>['items'][number]
export type Item = Evaluation['items'][number]

const hues: Record<string, Hue> = {
  draft: 'blue',
  scoring: 'violet',
  computed: 'violet',
  announced: 'amber',
  approving: 'amber',
  approved: 'green',
  published: 'green',
  cancelled: 'grey',
}

export function StateTag({ state }: { state: Line['state'] }) {
  const { t } = useTranslation('evaluation')
  return <Tag hue={hues[state] ?? 'grey'}>{t(`state.${state}`)}</Tag>
}

/** A grade: the best green, the lowest red, whatever the unit calls them. */
export function GradeTag({ grade }: { grade: { place: number; of: number; name: string } | null }) {
  if (!grade) return <>—</>
  const hue: Hue =
    grade.place === grade.of - 1 ? 'red' : grade.place === 0 ? 'green' : grade.place === 1 ? 'blue' : 'amber'
  return <Tag hue={hue}>{grade.name}</Tag>
}

/** At most two digits, none that say nothing. */
export const digits = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : String(Number(value.toFixed(2)))

export function Score({ of }: { of: Pick<Line, 'score' | 'grade'> }) {
  if (of.score === null) return <>—</>
  return (
    <span className="zy-eva-score">
      <strong className="zy-num">{digits(of.score)}</strong> <GradeTag grade={of.grade} />
    </span>
  )
}

/** Weight and score of each field, with a bar. */
export function Dimensions({ rows }: { rows: Evaluation['dimensions'] }) {
  const { t } = useTranslation('evaluation')
  return (
    <ul className="zy-eva-dimensions">
      {rows.map((one) => (
        <li key={one.dimension}>
          <span>{t(`dimension.${one.dimension}`)}</span>
          <small>
            {t('field.weight')} {digits(one.weight)}
          </small>
          <meter min={0} max={100} value={one.score ?? 0} aria-hidden="true" />
          <strong className="zy-num">{one.score === null ? t('unscored') : digits(one.score)}</strong>
        </li>
      ))}
    </ul>
  )
}

/** A rule in one line. */
export function useRuleText(): (rule: Rule) => string {
  const { t, i18n } = useTranslation('evaluation')
  return (rule) => {
    if (rule.kind === 'formula')
      return `${rule.formula} · ${rule.curve.points
        .map((one) => `${one.at} → ${one.points}`)
        .join(comma())} · ${t(`shape.${rule.curve.shape}`)}`
    if (rule.kind === 'form') return i18n.language === 'en' && rule.guideEn ? rule.guideEn : rule.guide
    const sign = t(`sign.${rule.sign}`)
    if (rule.kind === 'hand') return `${sign} · ${t('handRule', { cap: rule.cap })}`
    return `${sign} · ${rule.formula} · ${t('perCaseRule', { n: rule.perCase, cap: rule.cap })}`
  }
}
