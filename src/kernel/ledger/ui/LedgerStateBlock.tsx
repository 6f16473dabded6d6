/** The state of a record, for blocks that rooms put on pages of others; loaded with them. */
export { LedgerState } from './Value.tsx'
