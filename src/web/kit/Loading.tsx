import { useTranslation } from 'react-i18next'

/** Grey bars in the place of what is coming; they appear only after a moment, so that fast answers do not flicker. */
export function Bars({ rows = 6, label }: { rows?: number; label?: string }) {
  const { t } = useTranslation('web')
  return (
    <div className="zy-bars" role="status" aria-label={label ?? t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} style={{ width: `${[92, 74, 85, 61, 79, 68][row % 6] ?? 80}%` }} />
      ))}
    </div>
  )
}

/** The skeleton of a page: a head of the right height and bars. */
export function PageSkeleton() {
  return (
    <div className="zy-page" aria-busy="true">
      <div className="zy-page-head">
        <div className="zy-bars">
          <i style={{ width: 180, height: 20 }} />
        </div>
      </div>
      <div className="zy-panel zy-pad">
        <Bars rows={10} />
      </div>
    </div>
  )
}
