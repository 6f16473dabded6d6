export { testDb, type TestDatabase } from './database.ts'
export { testApp, type TestApp, type Caller } from './app.ts'
