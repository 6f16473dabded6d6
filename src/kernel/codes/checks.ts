/** The checks of this room without I/O, for both ends: each turns what a person writes into the one written form, or says why not. */
export {
  atMostLevel,
  classificationLevels,
  parseClassification,
  type ClassificationLevel,
} from './check/classification.ts'
export { parseCreditCode } from './check/credit-code.ts'
export { parseDivisionCode } from './check/division-code.ts'
export { parseEmail } from './check/email.ts'
export { parseIdCard } from './check/id-card.ts'
export { mask } from './check/mask.ts'
export { compareMoney, moneyFen, moneyText, parseMoney } from './check/money.ts'
export { parseCidr, parseIp, parseMac } from './check/network.ts'
export { parsePhone } from './check/phone.ts'
export { halfWidth, plain, type Checked } from './check/plain.ts'
