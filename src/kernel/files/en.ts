import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    not_found: 'There is no such attachment, or you may not see it.',
    bad_name: 'The file name is not valid.',
    type_not_allowed: 'Files of this kind may not be uploaded: {{name}}. Allowed extensions: {{allowed}}.',
    type_mismatch: 'The content is not what its name or declared type says: {{name}}.',
    too_large: 'The file is larger than the limit of {{mb}} MB.',
    empty: 'The file is empty.',
    storage_full: 'The file store is full; please tell the administrator.',
    upload_aborted: 'The upload was broken off; please try again.',
    content_missing: 'The content of this attachment is lost; please have it restored from the backup.',
  },
  attachment: 'Attachments',
  add: 'Add attachment',
  remove: 'Remove attachment',
  download: 'Download',
  entity: {
    file: 'Attachment',
  },
  action: {
    'files.attach': 'Attached a file',
    'files.remove': 'Removed a file',
    'files.move': 'Handed attachments over',
  },
} satisfies Translation<typeof zh>
