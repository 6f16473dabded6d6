import { EyeInvisibleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../contract.ts'

type Values = AuditEntry['before']

/** Before and after side by side, field by field; what differs stands out. */
export function Changes({ before, after }: { before: Values; after: Values }) {
  const { t } = useTranslation('audit')
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (keys.length === 0) return <p className="zy-aud-note">{t('detail.noValues')}</p>
  return (
    <div className="zy-table-holder">
      <table className="zy-table zy-aud-changes">
        <thead>
          <tr>
            <th>{t('field.name')}</th>
            {before ? <th>{t('field.before')}</th> : null}
            {after ? <th>{t('field.after')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => {
            const differs = before && after && JSON.stringify(before[key]) !== JSON.stringify(after[key])
            return (
              <tr key={key} className={differs ? 'zy-aud-differs' : undefined}>
                <th scope="row">{key}</th>
                {before ? (
                  <td>
                    <Value value={before[key]} />
                  </td>
                ) : null}
                {after ? (
                  <td>
                    <Value value={after[key]} />
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** Length and mark of hidden text, as redact.ts writes them. */
const hidden = /^«(\d+):([0-9a-f]{8})»$/

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation('audit')
  if (value === undefined || value === null || value === '') return <span className="zy-aud-dim">—</span>
  if (typeof value === 'object') return <pre className="zy-aud-json">{JSON.stringify(value, null, 2)}</pre>
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const mark = hidden.exec(text)
  if (!mark) return <span className="zy-aud-value">{text}</span>
  return (
    <span className="zy-aud-hidden" title={t('detail.markHint')}>
      <EyeInvisibleOutlined aria-hidden="true" /> {t('detail.characters', { n: Number(mark[1]) })}{' '}
      <code className="zy-aud-dim">{mark[2]}</code>
    </span>
  )
}
