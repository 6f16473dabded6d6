import { useTranslation } from 'react-i18next'
import type { Row } from './parts.tsx'

/** What differs, ours before theirs; of a row on one side what that side says. */
export function Sides({ row }: { row: Row }) {
  const { t } = useTranslation('asset-exchange')
  if (row.fields.length === 0) return <>—</>
  const both = row.kind === 'differs' || row.created || row.fields.some((one) => one.ours && one.theirs)
  return (
    <dl className="zy-xchg-sides">
      {row.fields.map(({ key, ours, theirs, open }) => (
        <div key={key} className={open || !both ? undefined : 'zy-xchg-settled'}>
          <dt>{t(`screen.column.${key}`)}</dt>
          <dd>
            {both ? (
              <>
                <del>{ours ?? '—'}</del> → <ins>{theirs ?? '—'}</ins>
              </>
            ) : (
              (ours ?? theirs)
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
