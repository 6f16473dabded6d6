import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'

/** Storage media 存储介质: what carries data, how secret it is, who has it, and that it was destroyed before two people. */
export const storageMedium = defineLedger({
  name: 'storage-medium',
  path: '/storage-media',
  room: 'media',
  words: 'medium',
  read: 'media.read',
  keep: 'media.keep',
  titleField: 'name',
  // a number that is missing would be a medium that is missing
  numbering: { pattern: 'JZ-{yyyy}-{seq:4}', gapless: true },
  fields: {
    name: f.text({ max: 100, required: true, search: true, example: '移动硬盘 2TB' }),
    serial: f.text({ max: 100, unique: 'everywhere', search: true }),
    kind: f.code({ list: 'media.kind', required: true }),
    capacity: f.number({ min: 0, scale: 1, unit: 'gb' }),
    classification: f.classification({ required: true }),
    content: f.longtext({ max: 2000, search: true }),
    place: f.text({ max: 200 }),
    keeper: f.person({ required: true }),
    acquiredOn: f.date({ past: true }),
    holder: f.person({ computed: true }),
    purpose: f.text({ max: 500, computed: true }),
    issuedOn: f.date({ computed: true }),
    dueBack: f.date({ computed: true }),
    destroyReason: f.text({ max: 500, computed: true }),
    method: f.choice({ options: ['shred', 'degauss', 'overwrite', 'melt'], computed: true }),
    destroyedBy: f.person({ computed: true }),
    witness: f.person({ computed: true, notActor: true, notSameAs: 'destroyedBy' }),
    destroyedOn: f.date({ computed: true }),
    certificate: f.files({ max: 5, computed: true }),
    remark: f.longtext({ max: 2000 }),
  },
  lifecycle: {
    states: ['in-stock', 'issued', 'to-destroy', 'destroyed', 'lost'],
    start: 'in-stock',
    closed: ['destroyed'],
    moves: {
      issue: {
        from: ['in-stock'],
        to: 'issued',
        can: 'media.keep',
        asks: ['holder', 'purpose', 'dueBack'],
        needs: ['holder', 'purpose', 'dueBack'],
        sets: { issuedOn: 'today' },
      },
      return: {
        from: ['issued'],
        to: 'in-stock',
        can: 'media.keep',
        asks: ['place'],
        sets: { holder: 'nothing', purpose: 'nothing', issuedOn: 'nothing', dueBack: 'nothing' },
      },
      propose: {
        from: ['in-stock'],
        to: 'to-destroy',
        can: 'media.keep',
        asks: ['destroyReason'],
        needs: ['destroyReason'],
        approval: 'destruction',
      },
      destroy: {
        from: ['to-destroy'],
        to: 'destroyed',
        can: 'media.destroy',
        asks: ['method', 'witness', 'certificate'],
        needs: ['method', 'witness', 'certificate'],
        sets: { destroyedBy: 'actor', destroyedOn: 'today' },
        // two people: who proposed it does not carry it out
        notBy: ['propose'],
      },
      keep: { from: ['to-destroy'], to: 'in-stock', can: 'media.keep', reason: true },
      lose: { from: ['in-stock', 'issued'], to: 'lost', can: 'media.keep', reason: true },
      find: { from: ['lost'], to: 'in-stock', can: 'media.keep', reason: true },
    },
  },
  list: {
    columns: ['number', 'name', 'serial', 'kind', 'classification', 'holder', 'dueBack', 'state', 'org'],
    filters: ['state', 'kind', 'classification', 'holder', 'dueBack', 'org'],
    sorts: ['number', 'name', 'dueBack', 'updatedAt'],
  },
  reminders: [
    { field: 'dueBack', days: [3, 0], to: { person: 'holder' }, in: ['issued'] },
    { field: 'dueBack', days: [0], to: { permission: 'media.keep' }, in: ['issued'] },
  ],
  importKey: 'serial',
  comments: true,
  print: true,
})

export const mediaEndpoints = ledgerEndpoints(storageMedium)
