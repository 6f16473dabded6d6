export { testDb, type TestDatabase } from './database.ts'
export { testApp, type TestApp, type Caller } from './app.ts'
export { wordParts } from './word.ts'
export { ber, berOid, misbehave, response, type Asked } from './snmp-agent.ts'
