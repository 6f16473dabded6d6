import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AnyRecord } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import { LedgerState } from '#kernel/ledger/ui/LedgerStateBlock.tsx'
import { useInfiniteList } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import { assetEndpoints } from '../contract.ts'
import { assetUi } from './asset-ui.tsx'
import './asset.css'

/** The assets that a configuration item is made of. `id`: the item's. */
export function AssetsOfCi({ id }: { id: string }) {
  const { t } = useTranslation('asset')
  const list = useInfiniteList(assetEndpoints.list, { cis: id, limit: 20 } as never)
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => void list.refetch()} small />
  if (list.items.length === 0) return null
  return (
    <Panel title={t('ofCi')}>
      <ul className="zy-asset-slips">
        {(list.items as unknown as AnyRecord[]).map((one) => (
          <li key={one.id}>
            <Link to={`/assets/${one.id}` as never}>
              <RecordNumber>{one.number}</RecordNumber> {one.values['name'] as string}
            </Link>
            <LedgerState ui={assetUi} record={one} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} type="link" />
    </Panel>
  )
}
