import type { Translation } from '#kernel/http/translation.ts'
import ui from './ui/en.ts'
import type zh from './zh-CN.ts'

export default {
  self: 'Escalation',
  ...ui,
  error: {
    not_found: 'There is no such policy, channel or escalation, or you may not see it.',
    version_stale: 'Somebody else has changed it (version {{version}} now). Refresh and try again.',
    unknown_reference:
      'The unit, service, person, group, calendar or channel does not exist or is not yours to manage.',
    steps_in_order: 'A step cannot come before the one above it.',
    no_way: 'A step needs at least one channel.',
    whom: 'Name people or support groups.',
    taken: 'There is a channel of that name.',
    kind_stays: 'The kind of a channel stays; make another one.',
    body_needed: 'The body is needed.',
    secret_needed: 'A webhook needs a secret, by which it is signed.',
    secret_again: 'The address leads to another host: give the secret again.',
    bad_url: 'An http:// or https:// address without user and password, and without variables in its host.',
    bad_header: 'A header is not allowed, or is written by the system.',
    strange_name: 'There is no variable "{{name}}".',
    over: 'The escalation has ended; there is nothing to confirm.',
  },
  permission: {
    'escalation.read': 'See escalation policies and escalations',
    'escalation.receive': 'Confirm escalations',
    'escalation.manage': 'Manage escalation policies and channels',
  },
  entity: { 'escalation-policy': 'Escalation policy', 'escalation-channel': 'Escalation channel' },
  action: {
    'escalation.create-policy': 'Escalation policy made',
    'escalation.edit-policy': 'Escalation policy changed',
    'escalation.create-channel': 'Escalation channel added',
    'escalation.edit-channel': 'Escalation channel changed',
    'escalation.test-channel': 'Escalation channel tested',
    'escalation.start': 'Escalation began',
    'escalation.step': 'Escalation step',
    'escalation.end': 'Escalation ended',
    'escalation.receive': 'Confirmed',
  },
  notify: {
    told: '{{number}}: nobody has answered ({{policy}}, step {{step}}): {{title}}',
    confirm: '{{number}}: please confirm ({{policy}}, step {{step}}): {{title}}',
  },
  channel: { text: '[Zhengyun] {{number}}, nobody has answered: {{title}}' },
} satisfies Translation<typeof zh>
