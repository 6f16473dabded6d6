export { audit, auditCount, type AuditFact } from './record.ts'
