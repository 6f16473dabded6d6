import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import type { Ci } from '../contract.ts'
import { settleConflict } from '../health-contract.ts'
import { AttributeText, useCatalogue } from './parts.tsx'

/** Attributes about which sources disagree, for a person to decide. */
export function ConflictsPanel({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const settle = useMove(settleConflict, { done: t('ui.conflict.done') })
  if (ci.conflicts.length === 0) return null
  const definitions = new Map(catalogue.definitions(ci.classId).map((def) => [def.key, def]))
  const { id, version } = ci
  return (
    <Panel title={t('ui.conflict.title')}>
      {ci.conflicts.map(({ field, claims }) => (
        <div key={field}>
          <strong>{catalogue.fieldName(ci.classId, field)}</strong>
          <ul className="zy-ci-list">
            {claims.map((claim) => (
              <li key={claim.source}>
                <div className="zy-ci-grow">
                  {catalogue.sourceName(claim.source)}：
                  <AttributeText def={definitions.get(field)} value={claim.value} names={ci.names} />{' '}
                  <small>
                    <TimeText at={claim.at} />
                  </small>
                </div>
                {ci.abilities.includes('edit') ? (
                  <Button
                    size="small"
                    loading={settle.isPending}
                    onClick={() => settle.mutate({ id, version, field, source: claim.source })}
                  >
                    {t('ui.conflict.take')}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  )
}
