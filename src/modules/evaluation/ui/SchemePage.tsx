import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import * as contract from '../scheme-contract.ts'
import { dimensions } from '../words.ts'
import { digits, useRuleText } from './parts.tsx'
import { SchemeForm } from './SchemeForm.tsx'

export type Scheme = CallOutput<typeof contract.getScheme>

/** An edition of a scheme: to be read, and while it is a draft to be written. */
export function SchemePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return id === 'new' ? <SchemeForm /> : <Known key={id} id={id} />
}

function Known({ id }: { id: string }) {
  const { data, error, refetch } = useCall(contract.getScheme, { id })
  const [editing, setEditing] = useState(false)
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return editing ? (
    <SchemeForm scheme={data} onDone={() => setEditing(false)} />
  ) : (
    <Read scheme={data} onEdit={() => setEditing(true)} />
  )
}

function Read({ scheme, onEdit }: { scheme: Scheme; onEdit: () => void }) {
  const { t, i18n } = useTranslation('evaluation')
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'publish' | 'withdraw' | null>(null)
  const may = (what: Scheme['abilities'][number]) => scheme.abilities.includes(what)
  const copy = useMove(contract.newEdition, {
    onDone: ({ id }) => void navigate({ to: `/evaluation-schemes/${id}` }),
  })
  const english = i18n.language === 'en'
  const name = english && scheme.nameEn ? scheme.nameEn : scheme.name
  return (
    <div className="zy-page">
      <PageHeader
        title={t('edition', { name, n: scheme.edition })}
        breadcrumb={[{ label: t('page.schemes'), to: '/evaluation-schemes' }, { label: name }]}
        tags={
          <Tag hue={scheme.state === 'current' ? 'green' : 'grey'}>{t(`schemeState.${scheme.state}`)}</Tag>
        }
        sub={[
          t(`subjectKind.${scheme.subjectKind}`),
          `${t('field.objectionDays')} ${scheme.objectionDays}`,
          scheme.grades
            .map((one) => `${english && one.nameEn ? one.nameEn : one.name} ≥ ${one.from}`)
            .join(comma()),
          scheme.cited ?? '',
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={
          <>
            {may('withdraw') ? (
              <Button onClick={() => setAsked('withdraw')}>{t('move.withdraw')}</Button>
            ) : null}
            {may('new-edition') ? (
              <Button loading={copy.isPending} onClick={() => copy.mutate({ id: scheme.id })}>
                {t('move.edition')}
              </Button>
            ) : null}
            {may('edit') ? <Button onClick={onEdit}>{t('page.editScheme')}</Button> : null}
            {may('publish') ? (
              <Button type="primary" onClick={() => setAsked('publish')}>
                {t('move.publishScheme')}
              </Button>
            ) : null}
          </>
        }
      />
      {scheme.subjectKind === 'department' ? <p className="zy-eva-note">{t('departmentScope')}</p> : null}
      <Weights scheme={scheme} />
      {asked ? <Asked name={asked} scheme={scheme} onClose={() => setAsked(null)} /> : null}
    </div>
  )
}

function Asked({
  name,
  scheme,
  onClose,
}: {
  name: 'publish' | 'withdraw'
  scheme: Scheme
  onClose: () => void
}) {
  const { t } = useTranslation('evaluation')
  const endpoint = name === 'publish' ? contract.publishScheme : contract.withdrawScheme
  const move = useMove(endpoint as typeof contract.publishScheme, {
    done: t('done.saved'),
    onDone: onClose,
    onProblem: () => true,
  })
  return (
    <ConfirmMove
      open
      title={t(name === 'publish' ? 'move.publishScheme' : 'move.withdraw')}
      {...(name === 'publish' ? { description: t('move.publishSchemeHint') } : {})}
      reason="none"
      busy={move.isPending}
      error={move.error}
      onCancel={onClose}
      onConfirm={() => move.mutate({ id: scheme.id, version: scheme.version })}
    />
  )
}

function Weights({ scheme }: { scheme: Scheme }) {
  const { t, i18n } = useTranslation('evaluation')
  const ruleText = useRuleText()
  return (
    <>
      {dimensions.map((dimension) => {
        const own = scheme.items.filter((one) => one.dimension === dimension)
        if (own.length === 0) return null
        const sum = own.reduce((all, one) => all + (one.weight ?? 0), 0)
        return (
          <Panel
            key={dimension}
            title={t(`dimension.${dimension}`)}
            actions={<span className="zy-num">{digits(sum)}</span>}
            flush
          >
            <ul className="zy-eva-items">
              {own.map((one) => (
                <li key={one.indicatorId}>
                  <div>
                    <strong>{i18n.language === 'en' && one.nameEn ? one.nameEn : one.name}</strong>
                    <div>
                      <small>
                        {ruleText(one.rule)}
                        {one.cited ? ` · ${one.cited}` : ''}
                      </small>
                    </div>
                  </div>
                  <div className="zy-eva-points">
                    {one.weight === null ? (
                      <small>{t(`kind.${one.rule.kind}`)}</small>
                    ) : (
                      <strong className="zy-num">{digits(one.weight)}</strong>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          </Panel>
        )
      })}
    </>
  )
}
