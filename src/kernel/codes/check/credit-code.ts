import { bad, compact, good, type Checked } from './plain.ts'

/** GB 32100-2015 table 2: digits and capitals without I, O, S, V and Z, which look like 1, 0, 5, U and 2. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** Weights 3^(i-1) mod 31 of the first 17 places. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/**
 * Registering authority (first place) and the categories of organisations that it registers (second place), GB 32100-2015
 * table 1 with what was assigned later (G: representative offices of foreign non-governmental organisations; 54:
 * self-governing bodies of residents and villagers). 9 is "other" under each of them.
 */
const CATEGORIES: Readonly<Record<string, string>> = {
  '1': '1239', // institutional staffing: authorities, public institutions, mass organisations
  '2': '19', // foreign affairs
  '3': '123459', // justice: law firms, notaries, legal services, expert witnesses, arbitration
  '4': '19', // culture
  '5': '12349', // civil affairs: associations, private non-enterprise units, foundations
  '6': '129', // tourism
  '7': '129', // religion
  '8': '19', // trade unions
  '9': '1239', // market regulation: enterprises, individual businesses, farmers' cooperatives
  A: '19', // military staffing
  G: '19', // public security
  N: '1239', // agriculture: collective economic organisations of group, village, township
  Y: '19', // others
}

/**
 * A unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters of its own alphabet; an authority with a category it
 * registers; six digits of division; the organisation code; a check character mod 31. Full-width, lower case, spaces and hyphens
 * are taken for what they mean; a letter that is not in the alphabet is never guessed.
 */
export function parseCreditCode(text: string): Checked {
  const code = compact(text).toUpperCase()
  if (code.length !== 18) return bad('credit_code_length')
  if ([...code].some((c) => !ALPHABET.includes(c))) return bad('credit_code_alphabet')
  if (!CATEGORIES[code[0]!]?.includes(code[1]!)) return bad('credit_code_category')
  if (!/^\d{6}$/.test(code.slice(2, 8))) return bad('credit_code_division')
  return checkCharacter(code) === code[17] ? good(code) : bad('credit_code_check')
}

function checkCharacter(code: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(code[i]!), 0)
  return ALPHABET[(31 - (sum % 31)) % 31]!
}
