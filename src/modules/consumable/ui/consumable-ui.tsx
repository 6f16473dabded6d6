import type { LedgerUi } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import { consumableEndpoints } from '../contract.ts'
import { LowStockButton } from './LowStockButton.tsx'
import { StockPanel } from './StockPanel.tsx'

/** What consumables add to the declared pages. */
export const consumableUi: LedgerUi = {
  endpoints: consumableEndpoints,
  cells: {
    stock: ({ values }) => {
      const { stock, reorderPoint } = values as { stock: number | null; reorderPoint: number | null }
      const low = reorderPoint !== null && (stock ?? 0) <= reorderPoint
      return low ? <strong className="zy-stock-low">{stock ?? 0} ↓</strong> : (stock ?? 0)
    },
  },
  panels: [StockPanel],
  listActions: [LowStockButton],
}
