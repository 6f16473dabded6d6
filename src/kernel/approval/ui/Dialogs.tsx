import { Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PersonPicker } from '#web/kit/RemoteSelect.tsx'
import { addSigner, recall, reject, resubmit, returnTo, transfer, withdraw } from '../contract.ts'
import { places, type Place } from '../words.ts'
import { signerSource } from './signers.ts'
import type { Detail } from './types.ts'

export type DialogKind = 'reject' | 'return' | 'add-signer' | 'transfer' | 'recall' | 'withdraw' | 'resubmit'

interface Props {
  approval: Detail
  kind: DialogKind | null
  /** the item decided about, when the person has several or manages somebody else's */
  itemId: string | undefined
  close: () => void
  onDone: () => void
}

const needsReason: readonly DialogKind[] = ['reject', 'return', 'transfer']

/** Every move that asks something before it is made. */
export function Dialogs({ approval, kind, itemId, close, onDone }: Props) {
  const { t } = useTranslation('approval')
  const [to, setTo] = useState(0)
  const [place, setPlace] = useState<Place>('before')
  const [personId, setPersonId] = useState<string | null>(null)
  const [shown, setShown] = useState(kind)
  // opened anew: nothing of the last time stays
  if (kind !== shown) {
    setShown(kind)
    setTo(0)
    setPlace('before')
    setPersonId(null)
  }
  const moves = useMoves(kind, () => {
    close()
    onDone()
  })
  if (kind === null) return null
  const move = moves[kind]
  const item = itemId === undefined ? {} : { itemId }
  const confirm = (reason: string) => {
    const base = { id: approval.id, version: approval.version, reason }
    if (kind === 'reject') moves.reject.mutate({ ...base, ...item })
    if (kind === 'return') moves.return.mutate({ ...base, ...item, to })
    if (kind === 'add-signer' && personId) moves['add-signer'].mutate({ ...base, ...item, personId, place })
    if (kind === 'transfer' && personId) moves.transfer.mutate({ ...base, ...item, personId })
    if (kind === 'recall') moves.recall.mutate(base)
    if (kind === 'withdraw') moves.withdraw.mutate(base)
    if (kind === 'resubmit') moves.resubmit.mutate(base)
  }
  const asksPerson = kind === 'add-signer' || kind === 'transfer'
  return (
    <ConfirmMove
      open
      title={t(`ui.${kind}`)}
      description={t(`ui.text.${kind}`)}
      reason={needsReason.includes(kind) ? 'required' : 'optional'}
      reasonLabel={t('ui.reason')}
      okText={t(`ui.${kind}`)}
      danger={kind === 'reject'}
      busy={move.isPending}
      error={move.error}
      ready={!asksPerson || personId !== null}
      onCancel={close}
      onConfirm={confirm}
    >
      {kind === 'return' ? <StepChoice approval={approval} to={to} onChange={setTo} /> : null}
      {asksPerson ? (
        <label className="zy-confirm-reason">
          <span>
            {t('ui.person')}
            <i aria-hidden="true">*</i>
          </span>
          <PersonPicker search={signerSource.search} value={personId} onChange={setPersonId} />
        </label>
      ) : null}
      {kind === 'add-signer' ? (
        <div className="zy-confirm-reason" role="group" aria-label={t('ui.place')}>
          <span>{t('ui.place')}</span>
          <Radio.Group
            value={place}
            onChange={(event) => setPlace(event.target.value as Place)}
            options={places.map((value) => ({ value, label: t(`place.${value}`) }))}
          />
        </div>
      ) : null}
    </ConfirmMove>
  )
}

function StepChoice({
  approval,
  to,
  onChange,
}: {
  approval: Detail
  to: number
  onChange: (to: number) => void
}) {
  const { t } = useTranslation('approval')
  const nameOf = (no: number) =>
    no === 0 ? t('ui.toRequester') : `${no}. ${approval.steps.find((step) => step.no === no)?.name ?? ''}`
  return (
    <div className="zy-confirm-reason" role="group" aria-label={t('ui.returnTo')}>
      <span>{t('ui.returnTo')}</span>
      <Radio.Group
        className="zy-appr-steps"
        value={to}
        onChange={(event) => onChange(event.target.value as number)}
        options={approval.returnTo.map((value) => ({ value, label: nameOf(value) }))}
      />
    </div>
  )
}

function useMoves(kind: DialogKind | null, onDone: () => void) {
  const { t } = useTranslation('approval')
  // the dialog shows what went wrong and keeps what was typed
  const options = { done: kind ? t(`ui.done.${kind}`) : '', onDone, onProblem: () => true }
  return {
    reject: useMove(reject, options),
    return: useMove(returnTo, options),
    'add-signer': useMove(addSigner, options),
    transfer: useMove(transfer, options),
    recall: useMove(recall, options),
    withdraw: useMove(withdraw, options),
    resubmit: useMove(resubmit, options),
  }
}
