import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: { not_enough: 'There are only {{stock}}: not enough.' },
  item: {
    title: 'Consumables and spare parts',
    one: 'Consumable or spare part',
    field: {
      name: 'Name',
      kind: 'Kind',
      model: 'Model',
      measure: 'Unit',
      place: 'Place',
      fits: 'Fits',
      stock: 'In stock',
      reorderPoint: 'Reorder point',
      price: 'Price each (yuan)',
      supplier: 'Supplier',
      remark: 'Remark',
    },
    hint: { reorderPoint: 'Keepers are told when the stock falls to it' },
  },
  stock: {
    panel: 'Stock',
    kind: { in: 'Bring in', out: 'Give out', count: 'Count' },
    quantity: 'Quantity',
    counted: 'Counted',
    after: '{{n}} since',
    person: 'Who took or brought it',
    purpose: 'Purpose or remark',
    done: 'Recorded',
    none: 'No movements yet',
    low: 'To be ordered',
    lowTitle: '{{n}} consumables or spare parts to order',
    lowLine: '{{name}}: {{stock}} {{measure}} left, reorder point {{point}}',
  },
  notify: { low: '{{number}} {{name}}: only {{stock}} left, order again.' },
  permission: {
    'consumable.read': 'See consumables and spare parts',
    'consumable.keep': 'Keep consumables and spare parts',
  },
  entity: { consumable: 'Consumable or spare part' },
  action: { 'consumable.entry': 'Recorded a movement of stock' },
} satisfies Translation<typeof zh>
