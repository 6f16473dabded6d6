export { startEmbedded, type EmbeddedEvent, type EmbeddedOptions, type EmbeddedPg } from './supervisor.ts'
export { withDatabase, Interrupted, type DatabaseSession, type DatabaseSettings } from './session.ts'
export { grantAppRole, roleOf, APP_ROLE, OWNER_ROLE, DATABASE } from './roles.ts'
