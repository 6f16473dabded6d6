import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    denied: 'You may not do this ({{permission}}).',
    not_found: 'There is no such role or person, or you may not see it.',
    self: 'An administrator cannot do this to the own account.',
    two_people: 'This step must be taken by another administrator.',
    last_holder: 'This is the last active holder of the post and can be neither disabled nor relieved.',
    exclusive:
      'A post of the three administrators is held alone: not beside another post, a business role or group work, and not by a machine.',
    out_of_scope: 'The unit does not exist, is not active, or is outside your scope.',
    key_taken: 'The role key "{{key}}" is taken.',
    version_conflict: 'Somebody else has changed the record; reload and try again.',
    shipped_role: 'Shipped roles are kept by the program and cannot be changed; make a role of your own.',
    role_held: '{{count}} people hold this role; it cannot be deleted.',
    not_assignable: 'The permission {{permission}} does not exist or belongs to the three posts alone.',
  },
  roles: {
    title: 'Roles',
    sub: "Shipped roles and the three posts are kept by the program; roles of the unit's own by the security administrator, with business permissions only.",
    create: 'New role',
    name: 'Role',
    nameZh: 'Chinese name',
    nameEn: 'English name',
    key: 'Key',
    keyHint: 'begins with a letter; 2 to 50 lower-case letters, digits or -',
    kind: 'Kind',
    post: 'Post',
    shipped: 'Shipped',
    own: 'Own',
    permissions: 'Permissions',
    holders: 'Holders',
    delete: 'Delete role',
  },
  permission: {
    'role.read': 'See roles',
    'role.manage': 'Keep roles of the unit',
    'role.grant': 'Give and take roles',
  },
  entity: {
    role: 'Role',
  },
  action: {
    'role.create': 'made a role',
    'role.edit': 'changed a role',
    'role.delete': 'deleted a role',
    'role.grant': 'gave a role',
    'role.revoke': 'took a role',
    'permission.ship-role': 'brought a shipped role up to date',
  },
} satisfies Translation<typeof zh>
