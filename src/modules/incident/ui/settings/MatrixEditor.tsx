import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { PriorityTag } from '#web/kit/tags.tsx'
import { getMatrix, setMatrix } from '../../story-contract.ts'
import { levels } from '../../words.ts'

type Cell = CallOutput<typeof getMatrix>['items'][number]

/** The matrix impact × urgency → priority. */
export function MatrixEditor() {
  const { t } = useTranslation('incident')
  const matrix = useCall(getMatrix, {})
  const [draft, setDraft] = useState<Cell[] | null>(null)
  const save = useMove(setMatrix, { done: t('ui.settings.saved'), onDone: () => setDraft(null) })
  if (matrix.error && !matrix.data)
    return <ErrorState error={matrix.error} retry={() => void matrix.refetch()} />
  if (!matrix.data) return <Bars rows={5} />
  const cells = draft ?? matrix.data.items
  const set = (cell: Cell, priority: number) =>
    setDraft(
      cells.map((one) =>
        one.impact === cell.impact && one.urgency === cell.urgency ? { ...one, priority } : one,
      ),
    )
  return (
    <div className="zy-inc-settings">
      <p>{t('ui.settings.matrixHint')}</p>
      <table className="zy-inc-matrix">
        <thead>
          <tr>
            <th scope="col">
              {t('ui.field.impact')} \ {t('ui.field.urgency')}
            </th>
            {levels.map((urgency) => (
              <th key={urgency} scope="col">
                {t(`level.${urgency}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levels.map((impact) => (
            <tr key={impact}>
              <th scope="row">{t(`level.${impact}`)}</th>
              {levels.map((urgency) => {
                const cell = cells.find((one) => one.impact === impact && one.urgency === urgency)
                return (
                  <td key={urgency}>
                    {cell ? (
                      <Select
                        variant="borderless"
                        value={cell.priority}
                        onChange={(priority) => set(cell, priority)}
                        aria-label={`${t('ui.field.impact')} ${t(`level.${impact}`)}, ${t('ui.field.urgency')} ${t(`level.${urgency}`)}`}
                        options={[1, 2, 3, 4].map((value) => ({
                          value,
                          label: <PriorityTag priority={value} />,
                        }))}
                        style={{ width: '100%' }}
                      />
                    ) : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <SaveBar
        dirty={draft !== null}
        busy={save.isPending}
        onSave={() => save.mutate({ items: cells })}
        onRevert={() => setDraft(null)}
      />
    </div>
  )
}

/** Save and revert, with a word about what is not saved; as high when there is nothing to save. */
export function SaveBar({
  dirty,
  busy,
  onSave,
  onRevert,
}: {
  dirty: boolean
  busy: boolean
  onSave: () => void
  onRevert: () => void
}) {
  const { t } = useTranslation('incident')
  return (
    <div className="zy-inc-savebar">
      <Button type="primary" disabled={!dirty} loading={busy} onClick={onSave}>
        {t('web:action.save')}
      </Button>
      <Button disabled={!dirty} onClick={onRevert}>
        {t('ui.settings.revert')}
      </Button>
      <span role="status">{dirty ? t('ui.settings.unsaved') : ''}</span>
    </div>
  )
}
