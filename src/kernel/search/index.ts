export { putDocument, changeScope, searchDocuments, type SearchDocument } from './store.ts'
export { highlight } from './highlight.ts'
