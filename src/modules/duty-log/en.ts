import type { Translation } from '#kernel/http/translation.ts'
import ui from './ui/en.ts'
import type zh from './zh-CN.ts'

export default {
  self: 'Duty log',
  ...ui,
  error: {
    not_found: 'There is no such duty log or line, or you may not see it.',
    not_now: 'This cannot be done in the present state of the log.',
    not_yours: 'You stand neither this shift nor the next.',
    version_stale: 'Somebody changed it meanwhile (now version {{version}}); reload and try again.',
    not_in_shift: 'The time is after the shift began, and not in the future.',
    carried_stays:
      'What the shift before handed over cannot be taken out; when it is done, say so under "faults answered".',
    empty: 'The log is empty: if nothing happened, say so.',
    each_line: 'Each of the {{n}} unfinished items must be decided on.',
    note_needed: 'Say why you dispute an item.',
    bad_month: 'A month is YYYY-MM.',
  },
  permission: {
    'duty-log.read': 'See duty logs',
    'duty-log.write': 'Write duty logs',
    'duty-log.manage': 'Write and take over duty logs for others',
  },
  entity: { 'duty-log': 'Duty log' },
  action: {
    'duty-log.open': 'Opened a duty log',
    'duty-log.miss': 'Found a duty log missing',
    'duty-log.prefill': 'Filled in what happened',
    'duty-log.add-line': 'Wrote a line',
    'duty-log.edit-line': 'Changed a line',
    'duty-log.remove-line': 'Took a line out',
    'duty-log.sign': 'Signed the log',
    'duty-log.take-over': 'Took over',
  },
  notify: {
    due: 'Please complete and sign the duty log of {{day}} {{shift}} ({{team}}).',
    missed: 'The duty log of {{day}} {{shift}} ({{team}}) was not signed in time.',
    signed: '{{day}} {{shift}} ({{team}}) is signed: please take over, item by item.',
    disputed: 'The hand-over of {{day}} {{shift}} ({{team}}) is disputed.',
  },
  auto: {
    alert: '{{name}} ({{service}}) fired, not over yet {{incident}}',
    alertOver: '{{name}} ({{service}}) fired and is over {{incident}}',
    incident: '{{title}} ({{owner}}, {{state}})',
    nobody: 'nobody yet',
    round: '{{plan}}: {{state}} {{abnormal}}',
    abnormal: '{{n}} abnormal',
    more: '{{n}} more, see their list',
  },
  print: { title: '{{team}}: duty logs of {{month}}', madeAt: 'Printed' },
} satisfies Translation<typeof zh>
