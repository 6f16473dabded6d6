import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  self: 'System (alerts)',
  error: {
    not_found: 'No such alert.',
    too_many_labels: 'Too many labels or annotations; 100 at most.',
    alerts_or_one: 'Give several alerts in "alerts", or the labels and status of a single one, but not both.',
    intake_full: 'The intake of alerts is busy; try again shortly.',
    no_org: 'The unit has not been set up, so the alert belongs nowhere.',
    version_stale: 'The setting was just changed (now version {{version}}); check it and save again.',
  },
  incident: {
    from: 'From {{source}}, since {{at}}',
    runbook: 'Runbook {{url}}',
    more: '{{count}} more alerts of the group.',
    recovered: 'All alerts are resolved; under observation.',
    firing: 'Alerts fire again; {{count}} are not resolved.',
    relapsed: 'The alert "{{name}}" fires again.',
    selfRecovered:
      'The alerts were resolved and did not come back during the observation: recovered by itself.',
  },
  page: { list: 'Alerts' },
  status: { label: 'Status', firing: 'Firing', resolved: 'Resolved' },
  severity: {
    label: 'Severity',
    critical: 'Critical',
    warning: 'Warning',
    unknown: 'Ungraded',
    info: 'Info',
    none: 'None',
  },
  list: {
    name: 'Alert',
    labels: 'Labels',
    source: 'Source',
    service: 'Information system',
    incident: 'Incident',
    count: 'Count',
    first: 'First',
    last: 'Last',
    search: 'Name, label or source',
    empty: 'No alerts',
    emptyHint: 'Alerts that a monitoring system posts to /api/v1/intake/alertmanager are shown here.',
  },
  block: {
    title: 'Alerts',
    firing: '{{count}} firing',
    resolved: '{{count}} resolved',
    none: 'No alert belongs to this incident',
    noneHint: 'Alerts of its information system are linked when they fire.',
  },
  drawer: { annotations: 'Annotations', starts: 'Began', ends: 'Ended', groupKey: 'Group' },
  permission: {
    'alert.intake': 'Send alerts in',
    'alert.read': 'Read alerts',
    'alert.configure': 'Set up alert intake',
  },
  entity: {
    alert: 'Alert',
    'alert-setting': 'Alert settings',
    'alert-intake': 'Alert intake',
  },
  action: {
    'alert.set-setting': 'Changed alert settings',
    'alert.retry-intake': 'Retried an alert intake',
  },
} satisfies Translation<typeof zh>
