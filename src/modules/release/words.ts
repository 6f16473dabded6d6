/** The code lists of releases. */
export const states = ['preparing', 'live', 'cancelled'] as const
export type State = (typeof states)[number]

/**
 * What must be proven before a version goes live (beijing-om 39 上线风险管理): hand-over between builder and operator, two
 * deliverables of security, the documents handed over, the builder's rights withdrawn (39: 运行环境权限归运维方), monitoring,
 * and a trial run.
 */
export const itemKeys = [
  'handover',
  'risk-assessment',
  'security-plan',
  'documents',
  'permissions-withdrawn',
  'monitoring',
  'trial-run',
] as const
export type ItemKey = (typeof itemKeys)[number]
