import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    key_readable:
      'The audit signing key {{file}} can be read by others and is not used; set its mode to 0600.',
  },
  finding: {
    changed: 'Changed entry',
    deleted: 'Deleted entry',
    inserted: 'Entry written past the program',
    seal_changed: 'Changed seal',
    seal_deleted: 'Deleted seal',
    tail_cut: 'Cut-off tail',
    head: 'Seal head missing outside the database',
    signature: 'Signature not valid',
  },
  field: {
    recordedAt: 'Time',
    actor: 'Who',
    action: 'Action',
    entity: 'Object',
    entityId: 'Object id',
    before: 'Before',
    after: 'After',
    ip: 'Address',
    traceId: 'Trace id',
    origin: 'Origin',
  },
  origin: { live: 'live', import: 'import' },
} satisfies Translation<typeof zh>
