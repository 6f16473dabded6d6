import { bad, compact, good, type Checked } from './plain.ts'

/** numeric(18, 2) */
const MOST = 10n ** 18n - 1n

/**
 * An amount in yuan, exact, as text with two digits behind the point: `"1234.50"`. Never a float.
 * Understood: `¥1,234.5`, `1 234.50 元`, full-width digits, `1.5万元`. More than two digits behind the point are an error unless they
 * are zeros. Negative amounts only where `min` allows them.
 * @param bounds inclusive, as such texts; `min` is `"0.00"` when left out
 */
export function parseMoney(text: string, bounds: { min?: string; max?: string } = {}): Checked {
  const written = compactSign(text)
  const parts =
    /^([+-]?)(?:[¥￥]|CNY|RMB)?([+-]?)(\d+|\d{1,3}(?:[,，]\d{3})+)(?:\.(\d*))?(万)?(?:元|圆)?整?$/i.exec(
      written,
    )
  if (!parts || (parts[1] && parts[2])) return bad('money_shape')
  const places = parts[5] ? 6 : 2
  const fraction = (parts[4] ?? '').replace(/0+$/, '')
  if (fraction.length > places) return bad('money_scale')
  const digits = BigInt(parts[3]!.replace(/[,，]/g, '') + fraction.padEnd(places, '0'))
  const fen = (parts[1] || parts[2]) === '-' ? -digits : digits
  if (fen > MOST || fen < -MOST) return bad('money_range')
  if (fen < moneyFen(bounds.min ?? '0.00')) return bad('money_low')
  if (bounds.max !== undefined && fen > moneyFen(bounds.max)) return bad('money_high')
  return good(moneyText(fen))
}

/** A leading minus survives the removal of spaces and hyphens. */
function compactSign(text: string): string {
  const squeezed = text.trim().replace(/^[−－]/, '-')
  return (
    (squeezed.startsWith('-') ? '-' : '') + (/[-‐–—−－]/.test(squeezed.slice(1)) ? '?' : compact(squeezed))
  )
}

/** The amount in fen. @throws SyntaxError when the text is not in the form `parseMoney` answers */
export function moneyFen(money: string): bigint {
  if (!/^-?\d+\.\d{2}$/.test(money)) throw new SyntaxError(`not an amount: ${money}`)
  return BigInt(money.replace('.', ''))
}

/** `"1234.50"` of 123450n */
export function moneyText(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Negative, zero or positive, as `sort` wants it. */
export function compareMoney(a: string, b: string): number {
  const difference = moneyFen(a) - moneyFen(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
