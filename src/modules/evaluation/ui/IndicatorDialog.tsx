import { useTranslation } from 'react-i18next'
import { listFacts } from '#kernel/fact/contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import type { Rule } from '../rule-contract.ts'
import { createIndicator, editIndicator } from '../scheme-contract.ts'
import { dimensions, ruleKinds, units } from '../words.ts'
import type { Indicator } from './IndicatorsPage.tsx'

/** `85 = 60`, one a line; what is no such line is refused by the server as a missing number. */
function readCurve(text: string): { at: number; points: number }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [at, points] = line.split(/[=：:，,→]+/u).map((part) => Number(part.trim() || Number.NaN))
      return { at: at ?? Number.NaN, points: points ?? Number.NaN }
    })
}

function ruleOf(values: FormValues): Rule {
  const { kind, formula, unit, shape, direction, curve, minCases, needs, guide, guideEn } = values
  const { minAnswers, sign, perCase, cap } = values
  const given =
    kind === 'formula'
      ? {
          formula,
          unit,
          minCases,
          needs,
          curve: { shape, direction, points: readCurve(String(curve ?? '')) },
        }
      : kind === 'form'
        ? { guide, guideEn, minAnswers }
        : kind === 'cases'
          ? { sign, formula, perCase, cap, needs }
          : { sign, guide, guideEn, cap }
  return Object.fromEntries(
    Object.entries({ kind, ...given }).filter(([, value]) => value !== undefined),
  ) as unknown as Rule
}

function valuesOf({ rule, ...one }: Indicator): FormValues {
  const { name, nameEn, dimension, source, active } = one
  const flat =
    'curve' in rule
      ? {
          ...rule,
          shape: rule.curve.shape,
          direction: rule.curve.direction,
          curve: rule.curve.points.map((each) => `${each.at} = ${each.points}`).join('\n'),
        }
      : rule
  return { ...flat, name, nameEn, dimension, source, active }
}

const fieldOf = (path: string): string =>
  path.startsWith('rule.curve') ? 'curve' : path.startsWith('rule.') ? path.split('.')[1]! : path

function useFields(known?: Indicator): FormField[] {
  const { t } = useTranslation('evaluation')
  const facts = useCall(listFacts, {})
  const is =
    (...kinds: string[]) =>
    (values: FormValues) =>
      kinds.includes(String(values['kind']))
  const choice = <T extends string>(of: readonly T[], words: string) =>
    of.map((value) => ({ value, label: t(`${words}.${value}` as 'kind.form') }))
  return [
    ...(known
      ? []
      : [
          {
            name: 'code',
            label: t('field.code'),
            type: 'text' as const,
            max: 60,
            required: true,
            half: true,
          },
        ]),
    { name: 'name', label: t('field.indicator'), type: 'text', max: 100, required: true, half: true },
    { name: 'nameEn', label: t('field.nameEn'), type: 'text', max: 200, half: true },
    { name: 'source', label: t('field.source'), type: 'text', max: 200, half: true },
    {
      name: 'dimension',
      label: t('field.dimension'),
      type: 'radio',
      required: true,
      options: choice(dimensions, 'dimension'),
    },
    {
      name: 'kind',
      label: t('field.kind'),
      type: 'radio',
      required: true,
      options: choice(ruleKinds, 'kind'),
    },
    {
      name: 'sign',
      label: t('field.sign'),
      type: 'radio',
      required: true,
      options: choice(['deduct', 'bonus'] as const, 'sign'),
      when: is('cases', 'hand'),
    },
    {
      name: 'formula',
      label: t('field.formula'),
      type: 'longtext',
      rows: 2,
      max: 500,
      required: true,
      hint: t('field.formulaHint'),
      when: is('formula', 'cases'),
    },
    {
      name: 'direction',
      label: t('field.direction'),
      type: 'radio',
      required: true,
      half: true,
      options: choice(['higher', 'lower'] as const, 'direction'),
      when: is('formula'),
    },
    {
      name: 'shape',
      label: t('field.shape'),
      type: 'radio',
      required: true,
      half: true,
      options: choice(['linear', 'steps'] as const, 'shape'),
      when: is('formula'),
    },
    {
      name: 'curve',
      label: t('field.curve'),
      type: 'longtext',
      rows: 3,
      required: true,
      hint: t('field.curveHint'),
      when: is('formula'),
    },
    {
      name: 'unit',
      label: t('field.unit'),
      type: 'select',
      required: true,
      half: true,
      options: choice(units, 'unit'),
      when: is('formula'),
    },
    { name: 'minCases', label: t('field.minCases'), type: 'number', min: 1, half: true, when: is('formula') },
    {
      name: 'needs',
      label: t('field.needs'),
      type: 'select',
      multiple: true,
      hint: t('field.needsHint'),
      options: (facts.data?.items ?? []).map((one) => ({ value: one.key, label: `${one.name} ${one.key}` })),
      when: is('formula', 'cases'),
    },
    {
      name: 'perCase',
      label: t('field.perCase'),
      type: 'number',
      min: 0.1,
      max: 100,
      required: true,
      half: true,
      when: is('cases'),
    },
    {
      name: 'cap',
      label: t('field.cap'),
      type: 'number',
      min: 0.1,
      max: 100,
      required: true,
      half: true,
      when: is('cases', 'hand'),
    },
    {
      name: 'guide',
      label: t('field.guide'),
      type: 'longtext',
      rows: 3,
      max: 1000,
      required: true,
      when: is('form', 'hand'),
    },
    {
      name: 'guideEn',
      label: t('field.guideEn'),
      type: 'longtext',
      rows: 2,
      max: 1000,
      when: is('form', 'hand'),
    },
    {
      name: 'minAnswers',
      label: t('field.minAnswers'),
      type: 'number',
      min: 1,
      max: 100,
      half: true,
      when: is('form'),
    },
    ...(known ? [{ name: 'active', label: t('field.active'), type: 'switch' as const }] : []),
  ]
}

/** Adds or changes an indicator; what the server refuses of a formula stands at the formula. */
export function IndicatorDialog({ known, onClose }: { known?: Indicator; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const fields = useFields(known)
  const done = t('done.saved')
  const create = useMove(createIndicator, { done, onProblem: () => true })
  const edit = useMove(editIndicator, { done, onProblem: () => true })
  const initial = known
    ? valuesOf(known)
    : {
        kind: 'formula',
        dimension: 'delivery',
        shape: 'linear',
        direction: 'higher',
        unit: 'percent',
        minCases: 1,
      }
  return (
    <FormDialog
      title={known ? known.name : t('page.newIndicator')}
      width={720}
      fields={fields}
      initial={initial}
      fieldOf={fieldOf}
      onSubmit={(values) => {
        const { code, name, nameEn, dimension, source, active } = values
        const body = { name, nameEn, dimension, source, rule: ruleOf(values) }
        return known
          ? edit.mutateAsync({
              id: known.id,
              version: known.version,
              active: active === true,
              ...body,
            } as never)
          : create.mutateAsync({ code, ...body } as never)
      }}
      onClose={onClose}
    />
  )
}
