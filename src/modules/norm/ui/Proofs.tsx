import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useQueryClient } from '@tanstack/react-query'
import { invalidate, useDownload, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { Uploader } from '#web/kit/Uploader.tsx'
import * as work from '../work-contract.ts'
import { proofKinds, verdicts } from '../words.ts'
import type { ClauseRecord } from './ClausePage.tsx'
import { dayFromNow } from './parts.tsx'

type Proof = ClauseRecord['proofs'][number]
const hues: Record<Proof['state'], Hue> = {
  waiting: 'blue',
  accepted: 'green',
  refused: 'red',
  withdrawn: 'grey',
}

/** What people filed for a clause, with its review. */
export function ProofsPanel({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const [filing, setFiling] = useState(false)
  return (
    <Panel
      title={t('ui.proof.title')}
      actions={
        record.abilities.includes('answer') ? (
          <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => setFiling(true)}>
            {t('ui.proof.file')}
          </Button>
        ) : null
      }
    >
      {record.proofs.length === 0 ? <p className="zy-norm-quiet">{t('ui.proof.none')}</p> : null}
      <ul className="zy-norm-list">
        {record.proofs.map((one) => (
          <ProofItem key={one.id} proof={one} />
        ))}
      </ul>
      {filing ? <FileDialog record={record} onClose={() => setFiling(false)} /> : null}
    </Panel>
  )
}

function FileDialog({ record, onClose }: { record: ClauseRecord; onClose: () => void }) {
  const { t } = useTranslation('norm')
  const file = useMove(work.fileProof, { done: t('ui.proof.filed'), onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.proof.file')}
      fields={[
        {
          name: 'kind',
          type: 'radio',
          label: t('ui.proof.kind'),
          options: proofKinds.map((value) => ({ value, label: t(`proofKind.${value}`) })),
        },
        {
          name: 'statement',
          type: 'longtext',
          label: t('ui.proof.statement'),
          required: true,
          max: 4000,
          autoFocus: true,
        },
        { name: 'link', type: 'text', label: t('ui.proof.link'), hint: t('ui.proof.linkHint'), max: 1000 },
        {
          name: 'says',
          type: 'radio',
          label: t('ui.proof.says'),
          options: verdicts.map((value) => ({ value, label: t(`status.${value}`) })),
        },
        { name: 'validFrom', type: 'date', label: t('ui.proof.from'), required: true, half: true },
        { name: 'validUntil', type: 'date', label: t('ui.proof.until'), required: true, half: true },
      ]}
      initial={{ kind: 'statement', says: 'conforms', validFrom: dayFromNow(0), validUntil: dayFromNow(365) }}
      onClose={onClose}
      onSubmit={(values) =>
        file.mutateAsync({
          ...values,
          id: record.adoption.id,
          clauseId: record.clause.id,
          validFrom: String(values['validFrom']).slice(0, 10),
          validUntil: String(values['validUntil']).slice(0, 10),
        } as CallInput<typeof work.fileProof>)
      }
    />
  )
}

function ProofItem({ proof }: { proof: Proof }) {
  const { t } = useTranslation('norm')
  const [deciding, setDeciding] = useState<boolean | null>(null)
  const review = useMove(work.reviewProof, {
    done: t('ui.proof.done'),
    onDone: () => setDeciding(null),
    onProblem: () => true,
  })
  const withdraw = useMove(work.withdrawProof)
  const client = useQueryClient()
  const load = useDownload(work.downloadFromProof)
  const at = { id: proof.id, version: proof.version }
  return (
    <li>
      <div className="zy-norm-row">
        <Tag hue={hues[proof.state]}>{t(`proofState.${proof.state}`)}</Tag>
        <Tag hue="grey">{t(`proofKind.${proof.kind}`)}</Tag>
        <span>
          {t('ui.proof.says')} {t(`status.${proof.says}`)}
        </span>
        <span className="zy-norm-quiet">
          {proof.validFrom} – {proof.validUntil}
        </span>
        <span className="zy-norm-end zy-norm-row zy-no-print">
          {proof.abilities.includes('review') ? (
            <>
              <Button size="small" type="primary" onClick={() => setDeciding(true)}>
                {t('ui.proof.accept')}
              </Button>
              <Button size="small" onClick={() => setDeciding(false)}>
                {t('ui.proof.refuse')}
              </Button>
            </>
          ) : null}
          {proof.abilities.includes('withdraw') ? (
            <Button size="small" type="text" loading={withdraw.isPending} onClick={() => withdraw.mutate(at)}>
              {t('ui.proof.withdraw')}
            </Button>
          ) : null}
        </span>
      </div>
      <PlainText>{proof.statement}</PlainText>
      {proof.link ? (
        proof.link.startsWith('/') ? (
          <Link to={proof.link as never}>{proof.link}</Link>
        ) : (
          <a href={proof.link} target="_blank" rel="noreferrer">
            {proof.link}
          </a>
        )
      ) : null}
      {proof.files.map((one) => (
        <p key={one.id}>
          <Button type="link" size="small" onClick={() => load.run({ id: proof.id, fileId: one.id })}>
            {one.name}
          </Button>
        </p>
      ))}
      {proof.abilities.includes('attach') ? (
        <Uploader
          endpoint={work.attachToProof}
          input={{ id: proof.id }}
          onDone={() => void invalidate(client, 'norm')}
        />
      ) : null}
      <small className="zy-norm-quiet">
        {t('ui.proof.by', { name: proof.filedBy.name })} <TimeText at={proof.recordedAt} />
        {proof.reviewedBy ? ` · ${t('ui.proof.reviewed', { name: proof.reviewedBy.name })}` : ''}
        {proof.reviewNote ? ` · ${proof.reviewNote}` : ''}
      </small>
      {deciding === null ? null : (
        <ConfirmMove
          open
          title={deciding ? t('ui.proof.accept') : t('ui.proof.refuse')}
          reason={deciding ? 'optional' : 'required'}
          reasonLabel={t('ui.proof.note')}
          busy={review.isPending}
          error={review.error}
          onCancel={() => setDeciding(null)}
          onConfirm={(note) => review.mutate({ ...at, accept: deciding, note })}
        />
      )}
    </li>
  )
}
