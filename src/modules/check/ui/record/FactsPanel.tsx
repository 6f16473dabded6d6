import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Kind } from '#modules/probe/kind-contract.ts'
import { useCall } from '#web/hooks.ts'
import { durationText } from '#web/kit/Duration.tsx'
import { FactList, type Fact } from '#web/kit/FactList.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import type { CheckView } from '../../contract.ts'
import { templateOfCheck } from '../../template-contract.ts'
import { isPassive } from '../../words.ts'
import { usualSpec } from '../form/shape.ts'
import { CheckTag, useFigureName, useKindName, useSettingNames } from '../parts.tsx'

const to = (path: string, id: string, name: string) => <Link to={`${path}/${id}` as never}>{name}</Link>

/** What the check is, what it belongs to, what it depends on, and what to do when it fails. */
export function FactsPanel({ check }: { check: CheckView }) {
  return (
    <>
      <Panel>
        <FactList facts={[...useBelonging(check), ...useRhythm(check)]} />
      </Panel>
      <Dependencies check={check} />
      <Runbook check={check} />
      <FromTemplate check={check} />
      <SpecFacts check={check} />
    </>
  )
}

function useBelonging(check: CheckView): Fact[] {
  const { t } = useTranslation('check')
  const kindName = useKindName()
  const labels = Object.entries(check.labels)
  return [
    { label: t('screen.field.kind'), value: kindName(check.kind) },
    { label: t('screen.field.target'), value: check.target, block: true, when: check.target !== '' },
    { label: t('screen.field.org'), value: check.org.name },
    {
      label: t('screen.field.service'),
      value: check.service ? to('/services', check.service.id, check.service.name) : null,
    },
    { label: t('screen.field.ci'), value: check.ci ? to('/cis', check.ci.id, check.ci.name) : null },
    { label: t('screen.field.group'), value: check.group?.name },
    {
      label: t('screen.field.probe'),
      value: check.probe?.name ?? t('screen.facts.here'),
      when: !isPassive(check.kind),
    },
    {
      label: t('screen.field.labels'),
      block: true,
      when: labels.length > 0,
      value: labels.map(([key, value]) => (
        <Tag key={key} hue="grey">
          {key}={value}
        </Tag>
      )),
    },
  ]
}

function useRhythm(check: CheckView): Fact[] {
  const { t } = useTranslation(['check', 'web'])
  const s = (n: number) => (n < 120 ? t('screen.seconds', { n }) : durationText(t, n, { days: true }))
  const asked = !isPassive(check.kind)
  return [
    { label: t('screen.field.interval'), value: s(check.intervalSeconds) },
    { label: t('screen.field.timeout'), value: s(check.timeoutMs / 1000), when: asked },
    {
      label: t('screen.field.retries'),
      value: t('screen.facts.retries', { n: check.retries, s: check.retrySeconds }),
      when: asked,
    },
    { label: t('screen.field.grace'), value: s(check.graceSeconds), when: check.graceSeconds > 0 },
    { label: t('screen.field.calendar'), value: check.calendar?.name ?? t('screen.facts.always') },
    {
      label: t('screen.field.alerts'),
      value: t(
        check.alerts
          ? check.alertWithin
            ? 'screen.facts.alertWithin'
            : 'screen.facts.alertAlways'
          : 'screen.facts.alertNever',
      ),
    },
    { label: t('screen.field.recordedAt'), value: <TimeText at={check.recordedAt} /> },
  ]
}

function Dependencies({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  if (check.dependsOn.length === 0) return null
  return (
    <Panel title={t('screen.facts.dependsOn')}>
      <ul className="zy-check-plain">
        {check.dependsOn.map(({ check: on, ci, state }) => (
          <li key={on?.id ?? ci?.id}>
            {on ? to('/checks', on.id, on.name) : ci ? to('/cis', ci.id, ci.name) : null}
            {state ? <CheckTag state={state} /> : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Runbook({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const { runbookArticle: article, runbookUrl: url } = check
  if (!article && !url) return null
  return (
    <Panel title={t('screen.field.runbook')}>
      <ul className="zy-check-plain">
        {article ? <li>{to('/articles', article.id, article.name)}</li> : null}
        {url ? (
          <li>
            <a href={url} target="_blank" rel="noreferrer">
              {url}
            </a>
          </li>
        ) : null}
      </ul>
    </Panel>
  )
}

function FromTemplate({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const settings = useSettingNames()
  const found = useCall(templateOfCheck, { id: check.id }, { staleTime: 60_000 })
  const template = found.data?.template
  if (!template) return null
  const overridden = found.data?.overridden ?? []
  return (
    <Panel title={t('screen.template.one')}>
      <p>{to('/check-templates', template.id, template.name)}</p>
      {overridden.length > 0 ? (
        <p className="zy-check-dim">{t('screen.template.differs', { fields: settings(overridden) })}</p>
      ) : null}
    </Panel>
  )
}

/** The settings of the kind and the thresholds, as they stand. */
function SpecFacts({ check }: { check: CheckView }) {
  const { t } = useTranslation(['probe', 'check'])
  const figure = useFigureName()
  // what is as it is by itself needs no words
  const usual: Record<string, unknown> = isPassive(check.kind) ? {} : usualSpec(check.kind as Kind)
  const said = Object.entries(check.spec).filter(
    ([key, value]) => key !== 'thresholds' && JSON.stringify(value) !== JSON.stringify(usual[key]),
  )
  if (said.length + check.thresholds.length + check.secretsKept.length === 0) return null
  return (
    <Panel title={t('check:screen.facts.spec')}>
      <FactList
        facts={[
          ...said.map(([key, value]) => ({
            label: t(`probe:field.${key}`, { defaultValue: key }),
            value: typeof value === 'object' ? <code>{JSON.stringify(value)}</code> : String(value),
            block: typeof value === 'object' || String(value).length > 24,
          })),
          ...check.thresholds.map((one) => ({
            label: `${t('probe:field.thresholds')} · ${figure(one.figure)}`,
            value: [
              one.warn ? `${t('check:state.warning')} ${one.warn}` : '',
              one.crit ? `${t('check:state.critical')} ${one.crit}` : '',
            ]
              .filter(Boolean)
              .join(' · '),
            block: true,
          })),
          ...check.secretsKept.map((key) => ({
            label: t(`probe:field.${key}`, { defaultValue: key }),
            value: t('check:screen.form.kept'),
          })),
        ]}
      />
    </Panel>
  )
}
