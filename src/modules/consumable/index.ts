import type { Tx } from '#kernel/db/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { route } from '#kernel/http/index.ts'
import { ledgerRoom } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addStockEntry, consumableEndpoints, listLowStock, listStockEntries } from './contract.ts'
import en from './en.ts'
import { addEntryVerb, listEntriesVerb, listLowVerb } from './stock.ts'
import zh from './zh-CN.ts'

const room = ledgerRoom(consumableEndpoints, {
  codes: [
    {
      list: 'consumable.kind',
      items: [
        { code: 'print', zh: '打印耗材', en: 'Printing supplies' },
        { code: 'media', zh: '存储介质', en: 'Storage media' },
        { code: 'cable', zh: '线缆与接头', en: 'Cables and connectors' },
        { code: 'part', zh: '设备备件', en: 'Spare parts' },
        { code: 'power', zh: '电池与电源', en: 'Batteries and power' },
        { code: 'other', zh: '其他', en: 'Other' },
      ],
    },
  ],
})

/** Brings in, gives out or counts, for other rooms. @throws as the verb */
export const addStock = (tx: Tx, actor: Actor, input: Input<typeof addStockEntry>) =>
  addEntryVerb(tx, actor, room.ledger, input)

export const manifest: Manifest = {
  name: 'consumable',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'consumable.read': { grants: ['asset-keeper', 'engineer', 'desk', 'duty-leader', 'manager', 'finance'] },
    'consumable.keep': { grants: ['asset-keeper'] },
  },
  notices: { low: ['consumable.keep'] },
  routes: [
    // before `/consumables/{id}`: fixed words win over what could be an id
    route(listLowStock, listLowVerb),
    ...room.routes,
    route(listStockEntries, (db, actor, input) => listEntriesVerb(db, actor, room.ledger, input)),
    route(addStockEntry, (tx, actor, input) => addEntryVerb(tx, actor, room.ledger, input)),
  ],
  setUp: room.setUp,
  ensureShipped: room.ensureShipped,
}
