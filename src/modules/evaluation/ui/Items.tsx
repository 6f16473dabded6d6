import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bracketed, colon } from '#web/kit/marks.ts'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState } from '#web/kit/states.tsx'
import { useCan } from '#web/session.tsx'
import { voidEntry } from '../contract.ts'
import { dimensions } from '../words.ts'
import { digits, useRuleText, type Evaluation, type Item } from './parts.tsx'

/** Indicators by field, each with what was counted; every figure opens to its records. */
export function Items({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  if (of.items.length === 0) return <EmptyState title={t('state.draft')} hint={t('move.startHint')} small />
  return (
    <Panel title={t('page.items')} flush>
      {dimensions.map((dimension) => {
        const own = of.items.filter((one) => one.dimension === dimension)
        if (own.length === 0) return null
        return (
          <section key={dimension} aria-label={t(`dimension.${dimension}`)}>
            <h3 className="zy-eva-group">{t(`dimension.${dimension}`)}</h3>
            <ul className="zy-eva-items">
              {own.map((item) => (
                <Row key={item.id} of={of} item={item} />
              ))}
            </ul>
          </section>
        )
      })}
    </Panel>
  )
}

function Row({ of, item }: { of: Evaluation; item: Item }) {
  const { t } = useTranslation('evaluation')
  const ruleText = useRuleText()
  const points = item.changedPoints ?? item.points
  const entries = of.entries.filter((one) => one.itemId === item.id)
  const remarks = of.remarks.filter((one) => one.itemId === item.id)
  return (
    <li>
      <div>
        <strong>{item.name}</strong>
        <div>
          <small>
            {ruleText(item.rule)}
            {item.cited ? ` · ${item.cited}` : ''}
          </small>
        </div>
      </div>
      <div className="zy-eva-points">
        {!of.computed ? null : points === null ? (
          <span className="zy-eva-note">{t('unscored')}</span>
        ) : (
          <strong className="zy-num">{digits(points)}</strong>
        )}
        <div>
          <small>
            {item.weight === null
              ? t(`kind.${item.rule.kind}`)
              : `${t('field.weight')} ${digits(item.weight)}`}
            {item.effectiveWeight !== null && item.effectiveWeight !== item.weight
              ? ` → ${digits(item.effectiveWeight)}`
              : ''}
          </small>
        </div>
      </div>
      <Figures item={item} />
      {remarks.length > 0 ? (
        <ul className="zy-eva-facts">
          {remarks.map((one, i) => (
            <li key={i}>
              <small>
                {one.by
                  ? t('byName', { by: one.by, score: digits(one.score) })
                  : t('scoreOf', { score: digits(one.score) })}
                {one.remark ? `　${one.remark}` : ''}
              </small>
            </li>
          ))}
        </ul>
      ) : null}
      {entries.length > 0 ? <Entries of={of} entries={entries} /> : null}
      {item.changedReason ? (
        <p className="zy-eva-facts zy-eva-note">
          {t('changed', { reason: item.changedReason })}（{digits(item.points)} → {digits(item.changedPoints)}
          ）
        </p>
      ) : null}
    </li>
  )
}

/** What was counted, as it was when it was computed, and the way to the records. */
function Figures({ item }: { item: Item }) {
  const { t } = useTranslation('evaluation')
  const can = useCan()
  if (item.facts.length === 0 && item.answers === null) return null
  return (
    <ul className="zy-eva-facts">
      {item.answers === null ? null : <li>{t('answers', { n: item.answers })}</li>}
      {item.facts.map((one) => {
        const text = `${one.name} ${digits(one.value)}${bracketed(t('cases', { n: one.cases }))}`
        return (
          <li key={one.key}>
            {can('fact.read') ? <Link to={one.path as never}>{text}</Link> : text}
            <small> {t(`counted.${one.counted}`)}</small>
            {one.imported > 0 ? <small> {t('imported', { n: one.imported })}</small> : null}
          </li>
        )
      })}
    </ul>
  )
}

function Entries({ of, entries }: { of: Evaluation; entries: Evaluation['entries'] }) {
  const { t } = useTranslation('evaluation')
  const [asked, setAsked] = useState<string | null>(null)
  const take = useMove(voidEntry, {
    done: t('done.saved'),
    onDone: () => setAsked(null),
    onProblem: () => true,
  })
  return (
    <ul className="zy-eva-facts">
      {entries.map((one) => (
        <li key={one.id}>
          {one.voidReason ? <del>{digits(one.points)}</del> : <strong>{digits(one.points)}</strong>}{' '}
          {one.what}{' '}
          <small>
            {one.link ? <Link to={one.link as never}>{one.evidence}</Link> : one.evidence} · {one.recordedBy}
            {one.voidReason ? ` · ${t('move.void')}${colon()}${one.voidReason}` : ''}
          </small>{' '}
          {of.abilities.includes('enter') && !one.voidReason ? (
            <Button size="small" type="link" onClick={() => setAsked(one.id)}>
              {t('move.void')}
            </Button>
          ) : null}
        </li>
      ))}
      <ConfirmMove
        open={asked !== null}
        title={t('move.void')}
        reason="required"
        busy={take.isPending}
        error={take.error}
        onCancel={() => setAsked(null)}
        onConfirm={(reason) => take.mutate({ id: of.id, childId: asked!, reason })}
      />
    </ul>
  )
}
