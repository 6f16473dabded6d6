import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'

/** Rectification notices 整改通知: what a round found, who puts it right till when, and who has looked that it is. */
export const rectificationNotice = defineLedger({
  name: 'rectification-notice',
  path: '/rectification-notices',
  room: 'round',
  words: 'notice',
  read: 'round.read',
  keep: 'round.keep-notices',
  titleField: 'subject',
  numbering: { pattern: 'ZG-{yyyy}-{seq:4}' },
  fields: {
    subject: f.text({ max: 200, required: true, search: true, example: '一号机房温度超出范围' }),
    finding: f.longtext({ max: 4000, required: true, search: true }),
    demand: f.longtext({ max: 4000, search: true }),
    answerable: f.person({ required: true }),
    deadline: f.date({ required: true }),
    source: f.text({ max: 50, search: true }),
    answer: f.longtext({ max: 4000, computed: true, search: true }),
    proof: f.files({ max: 10 }),
    answeredOn: f.date({ computed: true }),
    verifiedBy: f.person({ computed: true }),
    verification: f.longtext({ max: 2000, computed: true }),
    verifiedOn: f.date({ computed: true }),
  },
  lifecycle: {
    states: ['issued', 'answered', 'verified', 'withdrawn'],
    start: 'issued',
    closed: ['verified', 'withdrawn'],
    moves: {
      answer: {
        from: ['issued'],
        to: 'answered',
        can: 'round.carry-out',
        asks: ['answer', 'proof'],
        needs: ['answer'],
        sets: { answeredOn: 'today' },
      },
      // by other eyes than those that say it is done
      verify: {
        from: ['answered'],
        to: 'verified',
        can: 'round.keep-notices',
        asks: ['verification'],
        needs: ['verification'],
        sets: { verifiedOn: 'today', verifiedBy: 'actor' },
        notBy: ['answer'],
      },
      return: {
        from: ['answered'],
        to: 'issued',
        can: 'round.keep-notices',
        reason: true,
        notBy: ['answer'],
      },
      extend: {
        from: ['issued'],
        to: 'issued',
        can: 'round.keep-notices',
        asks: ['deadline'],
        needs: ['deadline'],
        reason: true,
      },
      withdraw: { from: ['issued'], to: 'withdrawn', can: 'round.keep-notices', reason: true },
    },
  },
  list: {
    columns: ['number', 'subject', 'answerable', 'deadline', 'source', 'state', 'org'],
    filters: ['state', 'answerable', 'deadline', 'org'],
    sorts: ['number', 'deadline', 'updatedAt'],
  },
  reminders: [
    { field: 'deadline', days: [7, 3, 0], to: { person: 'answerable' }, in: ['issued'] },
    { field: 'deadline', days: [0], to: { permission: 'round.keep-notices' }, in: ['issued'] },
  ],
  importKey: 'number',
  comments: true,
  print: true,
})

export const noticeEndpoints = ledgerEndpoints(rectificationNotice)
