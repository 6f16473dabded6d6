import { useTranslation } from 'react-i18next'
import { checkKinds, type CheckKind } from '../../words.ts'
import { useKindName } from '../parts.tsx'

/** The kinds of checks, each with a line about what it tells. */
export function KindPicker({
  kinds = checkKinds,
  onChoose,
}: {
  kinds?: readonly CheckKind[]
  onChoose: (kind: CheckKind) => void
}) {
  const { t } = useTranslation('check')
  const kindName = useKindName()
  return (
    <div className="zy-check-kinds">
      {kinds.map((kind) => (
        <button key={kind} type="button" onClick={() => onChoose(kind)}>
          <b>{kindName(kind)}</b>
          <small>{t(`screen.about.${kind}`)}</small>
        </button>
      ))}
    </div>
  )
}
