export { demandEdit, presentSharing, readerOf, sharingOf, unknownReference } from './sharing.ts'
export {
  holds,
  sharingColumns,
  sharingJoins,
  usableSql,
  type Reader,
  type SharingRow,
  type Window,
} from './store.ts'
