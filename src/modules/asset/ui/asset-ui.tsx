import { Link } from '@tanstack/react-router'
import type { Named } from '#kernel/ledger/field-contract.ts'
import type { LedgerUi } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import { assetEndpoints } from '../contract.ts'
import { LabelButton, ListLabelsButton } from './Labels.tsx'
import { SlipsPanel } from './SlipsPanel.tsx'

function CiLinks({ cis }: { cis: Named[] | null }) {
  if (!cis?.length) return '—'
  return cis.map((one, i) => (
    <span key={one.id}>
      {i > 0 ? '、' : null}
      <Link to={`/cis/${one.id}` as never}>{one.name}</Link>
    </span>
  ))
}

/** What the asset ledger adds to the declared pages. */
export const assetUi: LedgerUi = {
  endpoints: assetEndpoints,
  cells: { cis: (record) => <CiLinks cis={record.values['cis'] as Named[] | null} /> },
  panels: [SlipsPanel],
  actions: [LabelButton],
  listActions: [ListLabelsButton],
  hues: {
    planned: 'grey',
    purchased: 'blue',
    accepted: 'blue',
    'in-use': 'green',
    idle: 'amber',
    'on-loan': 'violet',
    'in-repair': 'amber',
    'to-dispose': 'red',
    disposed: 'grey',
    cancelled: 'grey',
  },
}
