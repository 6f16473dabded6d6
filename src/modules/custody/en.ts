import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  agreement: {
    title: 'Custody agreements',
    one: 'custody agreement',
    field: {
      subject: 'Subject',
      kind: 'Kind',
      items: 'Items',
      quantity: 'Quantity',
      place: 'Place',
      custodian: 'Custodian',
      custodianOrg: 'Department of the custodian',
      handover: 'Handed over by',
      startsOn: 'Begins on',
      endsOn: 'Ends on',
      signedOn: 'Signed on',
      file: 'Agreement',
      value: 'Value (yuan)',
      returnedOn: 'Returned on',
      receiver: 'Received by',
      condition: 'Condition when returned',
      remark: 'Remarks',
    },
    hint: { file: 'Scan of the signed agreement' },
    state: { draft: 'To be signed', 'in-force': 'In force', ended: 'Returned', cancelled: 'Cancelled' },
    move: { sign: 'Sign', renew: 'Renew', return: 'Return', cancel: 'Cancel' },
  },
  permission: { 'custody.read': 'See custody agreements', 'custody.keep': 'Keep custody agreements' },
  entity: { 'custody-agreement': 'Custody agreement' },
} satisfies Translation<typeof zh>
