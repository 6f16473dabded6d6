import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'

/** Software licences 软件许可: how many are held, how many are used, till when, and who may see the key. */
export const softwareLicence = defineLedger({
  name: 'software-licence',
  path: '/software-licences',
  room: 'licence',
  words: 'licence',
  read: 'licence.read',
  keep: 'licence.keep',
  titleField: 'product',
  numbering: { pattern: 'RJ-{yyyy}-{seq:4}' },
  fields: {
    product: f.text({ max: 150, required: true, search: true, example: '银河麒麟高级服务器操作系统 V10' }),
    maker: f.text({ max: 100, required: true, search: true }),
    edition: f.text({ max: 60 }),
    kind: f.choice({ options: ['perpetual', 'subscription', 'oem', 'open-source'], required: true }),
    metric: f.choice({ options: ['device', 'user', 'core', 'site'], required: true }),
    quantity: f.number({ min: 0, max: 1_000_000, required: true }),
    used: f.number({ min: 0, max: 1_000_000 }),
    supplier: f.org(),
    contractNo: f.text({ max: 60, search: true }),
    price: f.money(),
    boughtOn: f.date({ past: true }),
    validTo: f.date({
      after: 'boughtOn',
      required: true,
      when: { field: 'kind', is: ['subscription'] },
    }),
    supportUntil: f.date(),
    keeper: f.person({ required: true }),
    proof: f.files({ max: 5 }),
    retiredOn: f.date({ computed: true }),
    remark: f.longtext({ max: 1000 }),
  },
  lifecycle: {
    states: ['in-use', 'retired'],
    start: 'in-use',
    closed: ['retired'],
    moves: {
      renew: {
        from: ['in-use'],
        to: 'in-use',
        can: 'licence.keep',
        asks: ['validTo', 'supportUntil', 'quantity', 'proof'],
        reason: true,
      },
      retire: {
        from: ['in-use'],
        to: 'retired',
        can: 'licence.keep',
        reason: true,
        sets: { retiredOn: 'today' },
      },
    },
  },
  list: {
    columns: ['number', 'product', 'maker', 'kind', 'quantity', 'used', 'validTo', 'state'],
    filters: ['state', 'kind', 'keeper', 'validTo', 'org'],
    sorts: ['number', 'product', 'validTo', 'updatedAt'],
  },
  reminders: [
    { field: 'validTo', days: [60, 30, 7, 0], to: { person: 'keeper' }, in: ['in-use'] },
    { field: 'supportUntil', days: [60, 30], to: { person: 'keeper' }, in: ['in-use'] },
  ],
  importKey: 'number',
  comments: true,
})

export const licenceEndpoints = ledgerEndpoints(softwareLicence)
