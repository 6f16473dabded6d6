import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'

/** Custody agreements 保管协议: who keeps what of the unit, where, till when. */
export const custodyAgreement = defineLedger({
  name: 'custody-agreement',
  path: '/custody-agreements',
  room: 'custody',
  words: 'agreement',
  read: 'custody.read',
  keep: 'custody.keep',
  titleField: 'subject',
  numbering: { pattern: 'BG-{yyyy}-{seq:4}' },
  fields: {
    subject: f.text({ max: 200, required: true, search: true, example: '涉密服务器 2 台' }),
    kind: f.code({ list: 'custody.kind', required: true }),
    items: f.longtext({ max: 4000, search: true }),
    quantity: f.number({ min: 1, max: 100_000 }),
    place: f.text({ max: 200, required: true, search: true }),
    custodian: f.person({ required: true }),
    custodianOrg: f.org(),
    handover: f.person({ notSameAs: 'custodian' }),
    startsOn: f.date({ required: true }),
    endsOn: f.date({ required: true, after: 'startsOn' }),
    signedOn: f.date({ past: true }),
    file: f.files({ max: 5 }),
    value: f.money(),
    returnedOn: f.date({ computed: true, notBefore: 'startsOn' }),
    receiver: f.person({ computed: true }),
    condition: f.text({ max: 500, computed: true }),
    remark: f.longtext({ max: 2000 }),
  },
  lifecycle: {
    states: ['draft', 'in-force', 'ended', 'cancelled'],
    start: 'draft',
    closed: ['ended', 'cancelled'],
    moves: {
      sign: {
        from: ['draft'],
        to: 'in-force',
        can: 'custody.keep',
        asks: ['signedOn', 'file'],
        needs: ['signedOn', 'file'],
      },
      renew: {
        from: ['in-force'],
        to: 'in-force',
        can: 'custody.keep',
        asks: ['endsOn', 'file'],
        needs: ['endsOn'],
        reason: true,
      },
      return: {
        from: ['in-force'],
        to: 'ended',
        can: 'custody.keep',
        asks: ['receiver', 'condition'],
        needs: ['receiver', 'condition'],
        sets: { returnedOn: 'today' },
      },
      cancel: { from: ['draft'], to: 'cancelled', can: 'custody.keep', reason: true },
    },
  },
  list: {
    columns: ['number', 'subject', 'kind', 'custodian', 'place', 'endsOn', 'state', 'org'],
    filters: ['state', 'kind', 'custodian', 'endsOn', 'org'],
    sorts: ['number', 'endsOn', 'updatedAt'],
  },
  reminders: [
    { field: 'endsOn', days: [30, 7, 0], to: { person: 'custodian' }, in: ['in-force'] },
    { field: 'endsOn', days: [30, 7, 0], to: { permission: 'custody.keep' }, in: ['in-force'] },
  ],
  importKey: 'number',
  comments: true,
  print: true,
})

export const custodyEndpoints = ledgerEndpoints(custodyAgreement)
