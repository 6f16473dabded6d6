import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    not_found: 'There is no such organisation unit or group, or you may not see it.',
    version_conflict: 'Somebody else has changed the record; reload and try again.',
    inactive_parent: 'The unit above is not active.',
    code_taken: 'The code “{{code}}” is taken.',
    root_fixed: 'This unit is the root of the tree and can be neither moved nor deactivated.',
    circle: 'A unit cannot be moved below itself.',
    in_use: 'It still has {{count}} active units, people or groups and cannot be deactivated.',
    group_name_taken: 'There is a group “{{name}}” already.',
    member_twice: 'A person is named twice.',
    unfit_member:
      'This person does not exist or holds a post of the three administrators, and can be in no group.',
  },
} satisfies Translation<typeof zh>
