import type { Translation } from '#kernel/http/translation.ts'
import ui from './ui/en.ts'
import type zh from './zh-CN.ts'

export default {
  self: 'Zero reports',
  ...ui,
  error: {
    not_found: 'There is no such zero report or party, or you may not see it.',
    version_stale: 'Somebody changed this meanwhile (now version {{version}}); refresh and try again.',
    not_yours: 'It is not yours to report or to sign.',
    was_read: 'The reports of that day were read; nothing changes in them any more.',
    say_what: 'Something happened: say what.',
    unknown_reference: 'There is no such thing, or it is not yours to set.',
    one_of: 'Choose a unit or a duty team, not both.',
    party_there: 'This unit or team reports there already.',
    bad_time: 'Give a time such as 17:00.',
  },
  permission: {
    'zero-report.read': 'See zero reports',
    'zero-report.file': 'File zero reports',
    'zero-report.manage': 'Manage zero reports',
  },
  entity: { 'zero-report': 'Zero report', 'zero-report-party': 'Party of zero reports' },
  action: {
    'zero-report.open': 'Opened zero reports',
    'zero-report.miss': 'Zero report late',
    'zero-report.file': 'Filed a zero report',
    'zero-report.read-day': 'Signed zero reports as read',
    'zero-report.create-party': 'Added a reporting party',
    'zero-report.edit-party': 'Changed a reporting party',
  },
  notify: {
    due: '{{day}} ({{occasion}}): the zero report of {{party}} is due soon.',
    late: '{{day}} ({{occasion}}): the zero report of {{party}} is late; file it now.',
    chased: '{{day}} ({{occasion}}): the zero report of {{party}} is still not there; see to it.',
    missing: '{{day}} ({{occasion}}): {{party}} filed no zero report.',
    summary:
      '{{day}} ({{occasion}}) zero reports: {{parties}} due, {{nothing}} nothing, {{something}} something, {{missing}} missing; please sign.',
  },
  print: { title: '{{org}}: zero reports', madeAt: 'Printed' },
} satisfies Translation<typeof zh>
