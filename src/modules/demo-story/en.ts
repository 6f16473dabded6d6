import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: { not_found: 'This is no demo installation: there is no demo to watch.' },
  action: { 'demo-story.start': 'Start the demo' },
  title: 'Demo: from a fault to a rated, explained restoration',
  lead: 'A public service of the sample city Yunzhou really fails and is really restored. Every step below is what the system does at this moment: no recording, no prepared pictures.',
  watch: 'Watch the demo',
  watchHint:
    'About 80 seconds: a service fails, an alert opens an incident, a report joins it, it is restored, rated and reported, all of it audited',
  play: 'Start the demo',
  again: 'Play again',
  signIn: 'Sign in',
  back: 'Back to work',
  notHere: 'This is no demo',
  notHereHint: 'The demo is only there on a system started with npm run demo.',
  state: {
    never: 'Not started',
    running: 'Running',
    done: 'Completed',
    failed: 'Stopped',
    interrupted: 'Interrupted',
  },
  interruptedHint:
    'The server was stopped in the middle of the demo. What had been written is still there; you can play it again.',
  failedHint: 'Step {{step}} did not complete: {{trouble}}',
  elapsed: '{{seconds}} s so far',
  took: 'Took {{seconds}} s',
  progress: 'Step {{at}} of {{all}}',
  run: 'Run {{n}}',
  street: {
    title: 'Qingshi Street service station',
    system: 'One-stop government services',
    up: 'Running',
    down: 'Not reachable',
    idle: 'Starts with the demo',
    probe: 'Health check, once a second',
    firing: 'Alert firing',
    open: "Open the station's page",
  },
  step: {
    healthy: 'The service runs',
    fault: 'The service fails',
    alert: 'An alert arrives and opens an incident',
    report: 'A counter reports it and joins the incident',
    clocks: 'Due times follow the working calendar',
    work: 'An engineer takes it up',
    restore: 'The service is back, the alert resolved',
    resolve: 'Everybody affected is told',
    rate: 'The person affected rates it',
    faultReport: 'A fault report is issued',
    audit: 'Every step audited and verified',
  },
  told: {
    healthy: 'The station is a web service that really runs; a prober looks at it once a second.',
    fault:
      "The station's process has stopped; the health check has failed {{failures}} times in a row. Three make an alert.",
    alert:
      'The prober sends an alert in Alertmanager\'s format. The system recognises "{{service}}", opens incident {{number}} within {{seconds}} s with priority P{{priority}}, and assigns it to {{owner}} of {{group}}.',
    alertWait: "The prober has sent an alert in Alertmanager's format; the system is processing it.",
    report:
      'Zhao Min of the government services bureau sees the known fault in the portal and says "It affects me too": "{{text}}" No second incident; {{affected}} person affected.',
    reportWait: 'Zhao Min of the government services bureau opens the portal to report it.',
    clocks: 'Every due time explains itself: which agreement, which calendar, which days were skipped.',
    work: '{{owner}} starts work: the response target is met, and the reporter is told what is going on.',
    workWait: 'The engineer has been notified.',
    restore:
      'The station is started again. After two good checks the alert is resolved; the incident goes into observation and its restore clock pauses.',
    restoreWait: 'The engineer starts the station again.',
    resolve:
      'The engineer confirms the restoration. {{affected}} person affected is told and asked to rate it:',
    resolveWait: 'The engineer confirms the restoration and records what was done.',
    rate: 'Zhao Min answers "{{answer}}": "{{remark}}" All have answered and nobody is unhappy, so the incident is closed.',
    rateWait: 'Zhao Min is asked to rate it.',
    faultReport:
      'Drafted from the timeline, completed by {{writer}}, reviewed by {{reviewer}}, printed as PDF ({{kilobytes}} KB).',
    faultReportWait: 'The report has been drafted from the timeline; analysis and review follow.',
    audit:
      'The audit administrator verifies: {{sealed}} entries under {{seals}} seals are intact, {{findings}} findings. This incident has {{entries}} audit entries:',
    auditWait: 'This incident has {{entries}} audit entries; they are about to be sealed and verified.',
    waiting: 'One moment',
  },
  who: { system: 'System', machine: 'Monitoring' },
  link: {
    incident: 'See the incident',
    alerts: 'See the alert',
    portal: 'See it in the portal',
    survey: 'See the rating',
    report: 'See the report',
    pdf: 'Download the report (PDF)',
    audit: 'See the audit',
  },
  linkAs: 'Signs in as {{name}} ({{login}}) and opens it',
  asPerson: 'as {{name}}',
  explore: 'Look around yourself',
  exploreHint:
    'Choose a post to enter. All demo accounts have the password {{password}}, which works on a demo only.',
  enter: 'Enter',
} satisfies Translation<typeof zh>
