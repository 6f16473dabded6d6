import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    not_found: 'There is no such check, or you may not see it.',
    not_yours: 'You may not change this check.',
    version_stale: 'Somebody changed this meanwhile (now version {{version}}); refresh and try again.',
    one_of_both: 'Choose a check or a configuration item, one of both.',
    bad_label:
      'A label’s name begins with a letter or underscore and has letters, digits and underscores only, at most 64.',
    bad_address: 'Enter an address that begins with http:// or https://.',
    too_many_labels: 'There may be 30 labels at most.',
  },
  permission: {
    'check.read': 'See checks',
    'check.report': 'Enter readings',
    'check.manage': 'Manage checks and probes',
    'check.configure': 'Set how long history of checks is kept',
  },
  entity: { check: 'Check', 'check-probe': 'Remote probe', 'check-setting': 'Settings of checks' },
  self: 'Monitoring',
  state: {
    pending: 'Pending',
    ok: 'OK',
    warning: 'Warning',
    critical: 'Critical',
    unknown: 'Unknown',
    unreachable: 'Unreachable',
    paused: 'Paused',
  },
} satisfies Translation<typeof zh>
