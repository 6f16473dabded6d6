export {
  putDocument,
  putDocuments,
  changeScope,
  removeDocuments,
  searchDocuments,
  type SearchDocument,
  type SearchQuery,
} from './store.ts'
export { likeDocuments, termsOf } from './like.ts'
export { highlight, type Segment } from './highlight.ts'
