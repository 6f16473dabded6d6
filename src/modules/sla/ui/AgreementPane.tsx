import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { Problem } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { createAgreement, getAgreement, updateAgreement, type AgreementBody } from '../contract.ts'
import { AgreementForm } from './AgreementForm.tsx'
import { CoverageList } from './Coverage.tsx'
import { EscalationTable } from './Escalations.tsx'
import { PartyShown } from './Party.tsx'
import { PauseGrid } from './PauseGrid.tsx'
import { TargetGrid } from './TargetGrid.tsx'

type Agreement = CallOutput<typeof getAgreement>

/** One agreement, to read; those who may change it switch to its form. */
export function AgreementPane({ id }: { id: string }) {
  const { t } = useTranslation('sla')
  const { data, error, refetch } = useCall(getAgreement, { id })
  const [editing, setEditing] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const save = useMove(updateAgreement, {
    done: t('page.saved'),
    onDone: () => setEditing(false),
    onProblem: (p) => {
      setProblem(p)
      return true
    },
  })
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars />
  if (!editing) return <Show agreement={data} onEdit={() => setEditing(true)} />
  return (
    <AgreementForm
      initial={bodyOf(data)}
      isDefault={data.isDefault}
      problem={problem}
      busy={save.isPending}
      onCancel={() => {
        setProblem(null)
        setEditing(false)
      }}
      onSave={(body, makeDefault) => {
        setProblem(null)
        const { kind: _fixed, ...document } = body
        save.mutate({
          id,
          version: data.version,
          ...document,
          ...(makeDefault ? { isDefault: true as const } : {}),
        })
      }}
    />
  )
}

/** A new agreement begins as a copy of the default one: most differ in a few cells only. */
export function NewAgreementPane({
  from,
  onDone,
}: {
  from: string | undefined
  onDone: (id: string | undefined) => void
}) {
  const { t } = useTranslation('sla')
  const { data, error, refetch } = useCall(getAgreement, { id: from ?? '' }, { enabled: from !== undefined })
  const [problem, setProblem] = useState<Problem | null>(null)
  const create = useMove(createAgreement, {
    done: t('page.created'),
    onDone: (made) => onDone(made.id),
    onProblem: (p) => {
      setProblem(p)
      return true
    },
  })
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars />
  return (
    <AgreementForm
      initial={{ ...bodyOf(data), name: '', description: '', coverage: [], active: true }}
      isDefault={false}
      fresh
      problem={problem}
      busy={create.isPending}
      onCancel={() => onDone(undefined)}
      onSave={(body) => {
        setProblem(null)
        create.mutate(body)
      }}
    />
  )
}

function bodyOf(a: Agreement): AgreementBody {
  const { id: _i, version: _v, isDefault: _d, abilities: _a, ...body } = a
  return body
}

function Show({ agreement, onEdit }: { agreement: Agreement; onEdit: () => void }) {
  const { t } = useTranslation('sla')
  const state = agreement.active ? 'active' : 'inactive'
  return (
    <>
      <Panel
        title={
          <>
            {agreement.name}{' '}
            <Tag hue={agreement.kind === 'sla' ? 'blue' : 'violet'}>{t(`kind.${agreement.kind}`)}</Tag>{' '}
            {agreement.isDefault ? <Tag hue="blue">{t('page.default')}</Tag> : null}{' '}
            <StatusTag state={state} label={t(`page.${state}`)} />
          </>
        }
        actions={
          agreement.abilities.includes('update') ? (
            <Button type="primary" icon={<EditOutlined />} onClick={onEdit}>
              {t('page.edit')}
            </Button>
          ) : null
        }
      >
        {agreement.description ? <PlainText>{agreement.description}</PlainText> : null}
        {agreement.kind === 'sla' ? null : (
          <>
            <p className="sla-help">{t(`page.kindHelp.${agreement.kind}`)}</p>
            <PartyShown {...agreement} />
          </>
        )}
        <h3 className="sla-part">{t('page.targets')}</h3>
        <TargetGrid kind={agreement.kind} targets={agreement.targets} />
        {agreement.sameClockTime ? <p className="sla-help">{t('page.sameClockTime')}</p> : null}
      </Panel>
      <Panel title={t('page.pauses')}>
        <p className="sla-help">{t('page.pausesHelp')}</p>
        <PauseGrid kind={agreement.kind} rules={agreement.pauseRules} />
      </Panel>
      <Panel title={t('page.escalations')}>
        <p className="sla-help">{t('page.escalationsHelp')}</p>
        <EscalationTable kind={agreement.kind} steps={agreement.escalations} />
      </Panel>
      <Panel title={t('page.coverage')}>
        <p className="sla-help">{t('page.coverageHelp')}</p>
        <CoverageList kind={agreement.kind} rows={agreement.coverage} isDefault={agreement.isDefault} />
      </Panel>
    </>
  )
}
