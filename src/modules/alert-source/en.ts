import type { Translation } from '#kernel/http/translation.ts'
import screen from './ui/en.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    not_found: 'There is no such source of alerts, or you may not see it.',
    version_stale: 'Somebody changed this source meanwhile (now version {{version}}); refresh and try again.',
    unknown_reference: 'This unit does not exist or is not yours to manage.',
    taken: 'There is a source of this name already; choose another.',
    kind_stays: 'The kind of a source stays; add another source instead.',
    no_token: 'Sources of this kind have no token.',
    unreadable: 'This could not be understood: {{why}}. It is kept with the last messages of the source.',
    rule_twice: 'Two rules have the same id.',
    bad_pattern: 'The pattern is wrong or not known (RE2: no back-references, no look-around): {{why}}',
    value_missing: 'Say what it is compared with.',
    bad_network: 'Not an address or network: {{why}}',
    port_taken: 'Port {{port}} belongs to “{{name}}”.',
    no_port: 'Give one port at least.',
    bad_certificate: 'TLS needs a valid certificate (PEM). {{why}}',
    bad_key: 'The private key is not valid, or not that of the certificate: {{why}}',
    key_needed: 'TLS needs the private key of the certificate (PEM).',
    community_needed: 'Give one community at least: traps with any other are refused.',
    bad_reference: '“{{ref}}” is no path. Use a JSON Pointer such as {/labels/host} or {$/receiver}.',
  },
  permission: {
    'alert-source.read': 'See sources of alerts',
    'alert-source.manage': 'Manage sources of alerts',
  },
  entity: { 'alert-source': 'Source of alerts' },
  action: {
    'alert-source.create': 'Added a source of alerts',
    'alert-source.edit': 'Changed a source of alerts',
    'alert-source.renew-token': 'Gave a source a new token',
    'alert-source.delete': 'Removed a source of alerts',
  },
  page: {
    list: 'Alert sources',
    sub: 'How other systems, devices and mails become alerts',
    record: 'Alert source',
    new: 'New alert source',
    edit: 'Change an alert source',
    empty: 'No sources of alerts yet',
    emptyHint: 'Add one to take in Zabbix, Nightingale, SNMP traps, syslog or mails.',
  },
  screen,
} satisfies Translation<typeof zh>
