import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    not_found: 'No such notification.',
    too_many_streams: 'Too many pages are open at once; close some and try again.',
    unknown_event: 'There is no notification "{{event}}".',
    repeated_event: '"{{event}}" is given twice.',
  },
  value: { number: 'a ticket', of: 'another one', actor: 'somebody', metric: 'time limit', grade: 'a grade' },
  mail: {
    digest: '{{count}} notifications: {{first}}',
    digestIntro: 'These waited for the end of your quiet hours, or are put together as you chose.',
    footer:
      'Sent automatically; please do not reply. You can change what you receive under "Notification settings".',
  },
  page: {
    title: 'Notification settings',
    hint: 'Choose what reminds you in the page and what is also sent by mail. Choices for events are kept at once.',
  },
  drawer: {
    all: 'All',
    unread: 'Unread',
    readAll: 'Mark all as read',
    none: 'No notifications yet',
    noneUnread: 'No unread notifications',
    noneHint: 'You are told here when a ticket is assigned to you, answered or restored.',
    preferences: 'Notification settings',
    isUnread: 'Unread',
  },
  pref: {
    event: 'Event',
    inPage: 'In the page',
    byMail: 'Mail',
    everything: 'Default (events without a setting of their own)',
    own: 'own setting',
    reset: 'Back to default',
    noMail:
      'Your account has no mail address, so no mail can be sent. Ask the system administrator to enter one.',
    mailTo: 'Mail goes to {{email}}',
    saved: 'Saved',
    empty: 'Nothing sends notifications at the moment',
  },
  mode: { never: 'Never', now: 'At once', hourly: 'Hourly', daily: 'Daily' },
  quiet: {
    title: 'Quiet hours and digests',
    hint: 'In quiet hours mail waits and then comes as one; reminders in the page go on.',
    hours: 'Quiet hours',
    from: 'From',
    to: 'To',
    daysOff: 'All day on days off (by the working calendar of the unit)',
    urgent: 'Urgent news are sent all the same (breach, escalation, supervision, grading)',
    urgentTag: 'urgent',
    dailyAt: 'Daily digests are sent at',
    save: 'Save',
  },
  action: {
    'notify.setPreferences': 'change notification settings',
    'notify.setRhythm': 'change quiet hours and digests',
  },
} satisfies Translation<typeof zh>
