import type { LedgerUi } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import { assetEndpoints } from '../contract.ts'
import { LabelButton, ListLabelsButton } from './Labels.tsx'
import { SlipsPanel } from './SlipsPanel.tsx'

/** What the asset ledger adds to the declared pages. */
export const assetUi: LedgerUi = {
  endpoints: assetEndpoints,
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
