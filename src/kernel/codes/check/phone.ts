import { bad, good, plain, type Checked } from './plain.ts'

/** Area codes 长途区号: 10 and 2x are three digits with the leading zero and have eight-digit numbers, all others four. */
const LANDLINE = /^0(10|2[0-57-9])([2-8]\d{7})$|^0([3-9]\d{2})([2-8]\d{6,7})$/
const LOCAL = /^[2-8]\d{6,7}$/
const MOBILE = /^1[3-9]\d{9}$/
/** 400 and 800 numbers; service numbers such as 110, 10086, 12345, 95598 */
const SERVICE = /^([48]00\d{7}|1[012]\d{1,4}|9[56]\d{3,4})$/

/**
 * A telephone number in one form: mobile `13812345678`, landline `0512-65221234`, local `65221234`, service `12345` and
 * `4001234567`, abroad `+85223456789`; an extension follows as `-801`. Country code 86, spaces, brackets, dots and 转 are
 * understood.
 */
export function parsePhone(text: string): Checked {
  const parts = /^(.*?)(?:\s*(?:转|分机|ext\.?|x|#)\s*[:：]?\s*(\d{1,6}))?$/i.exec(plain(text))
  if (!parts?.[1]) return bad('phone_shape')
  let [number, extension] = [parts[1], parts[2]]
  if (!/^\+?[\d\s()（）.\-‐‑–—]+$/.test(number)) return bad('phone_shape')
  if (extension === undefined && !MOBILE.test(number.replace(/\D/g, ''))) {
    // 0512-65221234-801: what follows the second hyphen is an extension
    const tail = /^(.*\d{7,8})[-–—](\d{1,6})$/.exec(number)
    if (tail) [number, extension] = [tail[1]!, tail[2]!]
  }
  const found = oneForm(number.replace(/[^\d+]/g, ''))
  if (found === undefined) return bad('phone_unknown')
  if (extension !== undefined && (MOBILE.test(found) || found.startsWith('+'))) return bad('phone_extension')
  return good(extension === undefined ? found : `${found}-${extension}`)
}

function oneForm(digits: string): string | undefined {
  const home = digits.replace(/^(?:\+|00)86/, '')
  const abroad = home === digits && /^(?:\+|00)([1-9]\d{6,14})$/.exec(digits)
  if (abroad) return `+${abroad[1]!}`
  if (home.includes('+')) return undefined
  const own = home === digits ? digits.replace(/^86(?=1[3-9]\d{9}$)/, '') : home
  if (MOBILE.test(own) || SERVICE.test(own)) return own
  // +86 512 … is written without the zero
  const line = LANDLINE.exec(own) ?? (home === digits ? null : LANDLINE.exec(`0${own}`))
  if (line) return `0${line[1] ?? line[3]!}-${line[2] ?? line[4]!}`
  return home === digits && LOCAL.test(own) ? own : undefined
}
