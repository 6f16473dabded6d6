/** The words of alerts. Shared by rules, contract and browser. */
export const severities = ['critical', 'warning', 'unknown', 'info', 'none'] as const
export type Severity = (typeof severities)[number]

export const statuses = ['firing', 'resolved'] as const
export type Status = (typeof statuses)[number]

export const formats = ['alertmanager', 'generic'] as const
/** What became of a POST: set aside with a reason, still to be processed, processed. */
export const intakeStates = ['failed', 'waiting', 'done'] as const
export type IntakeState = (typeof intakeStates)[number]

export type Format = (typeof formats)[number]
