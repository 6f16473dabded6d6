export { startEmbedded, type EmbeddedEvent, type EmbeddedOptions, type EmbeddedPg } from './supervisor.ts'
export { withDatabase, Interrupted, type DatabaseSession, type DatabaseSettings } from './session.ts'
export { grantAppRole, roleOf, DATABASE } from './roles.ts'
