import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'

/** Visits to machine rooms 机房出入: who comes, why, with whom; let in only when approved, with a slip for what goes out. */
export const roomVisit = defineLedger({
  name: 'room-visit',
  path: '/room-visits',
  room: 'premises',
  words: 'visit',
  read: 'premises.read',
  keep: 'premises.request',
  titleField: 'visitor',
  numbering: { pattern: 'JF-{yyyy}-{seq:4}' },
  fields: {
    visitor: f.text({ max: 60, required: true, search: true }),
    visitorOrg: f.text({ max: 100, required: true, search: true }),
    idCard: f.idCard(),
    phone: f.phone({ required: true }),
    people: f.number({ min: 1, max: 100 }),
    machineRoom: f.code({ list: 'premises.room', required: true }),
    purpose: f.longtext({ max: 1000, required: true, search: true }),
    companion: f.person({ required: true }),
    plannedFrom: f.instant({ required: true }),
    plannedTo: f.instant({ required: true, after: 'plannedFrom' }),
    brought: f.longtext({ max: 1000 }),
    enteredAt: f.instant({ computed: true }),
    admittedBy: f.person({ computed: true }),
    leftAt: f.instant({ computed: true }),
    carriedOut: f.longtext({ max: 1000, computed: true }),
    slip: f.files({ max: 3, computed: true }),
    remark: f.longtext({ max: 1000 }),
  },
  lifecycle: {
    states: ['planned', 'approved', 'inside', 'left', 'cancelled'],
    start: 'planned',
    closed: ['left', 'cancelled'],
    moves: {
      submit: { from: ['planned'], to: 'approved', can: 'premises.request', approval: 'visit' },
      admit: {
        from: ['approved'],
        to: 'inside',
        can: 'premises.admit',
        sets: { enteredAt: 'now', admittedBy: 'actor' },
      },
      leave: {
        from: ['inside'],
        to: 'left',
        can: 'premises.admit',
        asks: ['carriedOut', 'slip'],
        sets: { leftAt: 'now' },
      },
      cancel: { from: ['planned', 'approved'], to: 'cancelled', can: 'premises.request', reason: true },
    },
  },
  list: {
    columns: ['number', 'visitor', 'visitorOrg', 'machineRoom', 'companion', 'plannedFrom', 'state'],
    filters: ['state', 'machineRoom', 'companion', 'plannedFrom', 'org'],
    sorts: ['number', 'plannedFrom', 'updatedAt'],
  },
  comments: true,
  print: true,
})

/** Door cards 门禁卡: who holds which, where it opens, till when. */
export const doorCard = defineLedger({
  name: 'door-card',
  path: '/door-cards',
  room: 'premises',
  words: 'card',
  read: 'premises.read',
  keep: 'premises.keep-cards',
  titleField: 'cardNo',
  fields: {
    cardNo: f.text({ max: 40, required: true, unique: 'everywhere', search: true, example: 'MJ-0001' }),
    kind: f.choice({ options: ['staff', 'vendor', 'visitor', 'spare'], required: true }),
    holder: f.person({ when: { field: 'kind', is: ['staff', 'vendor'] }, required: true }),
    holderOrg: f.org(),
    areas: f.text({ max: 300, required: true, search: true }),
    validFrom: f.date({ required: true }),
    validTo: f.date({ required: true, after: 'validFrom' }),
    issuedOn: f.date({ computed: true }),
    issuedBy: f.person({ computed: true }),
    returnedOn: f.date({ computed: true }),
    remark: f.longtext({ max: 1000 }),
  },
  lifecycle: {
    states: ['requested', 'in-use', 'suspended', 'lost', 'returned'],
    start: 'requested',
    closed: ['returned'],
    moves: {
      issue: {
        from: ['requested'],
        to: 'in-use',
        can: 'premises.keep-cards',
        approval: 'card',
        sets: { issuedOn: 'today', issuedBy: 'actor' },
      },
      suspend: { from: ['in-use'], to: 'suspended', can: 'premises.keep-cards', reason: true },
      resume: { from: ['suspended'], to: 'in-use', can: 'premises.keep-cards', reason: true },
      lose: { from: ['in-use', 'suspended'], to: 'lost', can: 'premises.keep-cards', reason: true },
      find: { from: ['lost'], to: 'suspended', can: 'premises.keep-cards', reason: true },
      return: {
        from: ['in-use', 'suspended'],
        to: 'returned',
        can: 'premises.keep-cards',
        sets: { returnedOn: 'today' },
      },
    },
  },
  list: {
    columns: ['cardNo', 'kind', 'holder', 'areas', 'validTo', 'state', 'org'],
    filters: ['state', 'kind', 'holder', 'validTo', 'org'],
    sorts: ['cardNo', 'validTo', 'updatedAt'],
  },
  reminders: [
    { field: 'validTo', days: [14, 0], to: { person: 'holder' }, in: ['in-use'] },
    { field: 'validTo', days: [0], to: { permission: 'premises.keep-cards' }, in: ['in-use'] },
  ],
  importKey: 'cardNo',
  comments: true,
})

export const visitEndpoints = ledgerEndpoints(roomVisit)
export const cardEndpoints = ledgerEndpoints(doorCard)
