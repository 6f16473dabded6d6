export { inUnitZone, setUnitZone, unitZone } from './zone.ts'
