import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  licence: {
    title: 'Software licences',
    one: 'software licence',
    field: {
      product: 'Product',
      maker: 'Maker',
      edition: 'Version',
      kind: 'Kind',
      metric: 'Counted by',
      quantity: 'Held',
      used: 'Used',
      supplier: 'Supplier',
      contractNo: 'Contract',
      price: 'Price (CNY)',
      boughtOn: 'Bought on',
      validTo: 'Valid to',
      supportUntil: 'Support until',
      keeper: 'Keeper',
      proof: 'Proof',
      retiredOn: 'Retired on',
      remark: 'Remarks',
    },
    hint: { used: 'More than are held need a word in the remarks' },
    choice: {
      kind: {
        perpetual: 'Perpetual',
        subscription: 'Subscription',
        oem: 'Preinstalled',
        'open-source': 'Open source',
      },
      metric: { device: 'Devices', user: 'Users', core: 'Cores', site: 'Site' },
    },
    state: { 'in-use': 'In use', retired: 'Retired' },
    move: { renew: 'Renew', retire: 'Retire' },
  },
  problem: { more_than_held: 'More are used than held; say why.' },
  permission: { 'licence.read': 'See software licences', 'licence.keep': 'Keep software licences' },
  entity: { 'software-licence': 'Software licence' },
} satisfies Translation<typeof zh>
