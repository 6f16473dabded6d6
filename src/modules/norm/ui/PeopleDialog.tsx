import { Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bracketed } from '#web/kit/marks.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { lookupAnswerers, setResponsible } from '../contract.ts'

/** Names who answers for clauses, in place of those who did. */
export function PeopleDialog({
  id,
  clauseIds,
  known = [],
  onClose,
}: {
  id: string
  clauseIds: readonly string[]
  known?: readonly { id: string; name: string }[]
  onClose: () => void
}) {
  const { t } = useTranslation('norm')
  const [q, setQ] = useState('')
  const [people, setPeople] = useState(known.map((one) => one.id))
  const [names, setNames] = useState(() => new Map(known.map((one) => [one.id, one.name])))
  const found = useCall(lookupAnswerers, q.trim() ? { q: q.trim() } : {}, { keepPrevious: true })
  const save = useMove(setResponsible, { done: t('ui.norm.peopleDone'), onDone: onClose })
  const options = new Map(names)
  for (const one of found.data?.items ?? []) options.set(one.id, `${one.name}${bracketed(one.org)}`)
  return (
    <Modal
      open
      title={`${t('ui.norm.people')} · ${t('ui.norm.peopleFor', { n: clauseIds.length })}`}
      onCancel={onClose}
      confirmLoading={save.isPending}
      onOk={() => save.mutate({ id, clauseIds: [...clauseIds], personIds: people })}
    >
      <Select
        mode="multiple"
        autoFocus
        value={people}
        onChange={(next: string[]) => {
          // what was found once keeps its name when something else is searched for
          setNames(new Map(next.map((one) => [one, options.get(one) ?? one])))
          setPeople(next)
        }}
        showSearch={{ filterOption: false, onSearch: setQ }}
        options={[...options].map(([value, label]) => ({ value, label }))}
        loading={found.isPending}
        aria-label={t('ui.clause.responsible')}
        placeholder={t('ui.clause.responsible')}
        style={{ width: '100%' }}
      />
    </Modal>
  )
}
