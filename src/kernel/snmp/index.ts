export { protectionOf } from './guard.ts'
export { compareOids } from './oid.ts'
export {
  converse,
  defaultLimits,
  SnmpFailure,
  type Conversation,
  type Credential,
  type Failure,
  type Found,
  type Limits,
} from './session.ts'
export { decodeAddress, decodeMac, decodeText, type Value } from './value.ts'
