export {
  putDocument,
  changeScope,
  removeDocuments,
  searchDocuments,
  type SearchDocument,
  type SearchQuery,
} from './store.ts'
