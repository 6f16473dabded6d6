export { signatureBox, stillOpen, type Signature } from './sign.ts'
export { signatureTable } from './store.ts'
