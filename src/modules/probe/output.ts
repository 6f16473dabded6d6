/** Characters of an outcome's output. */
export const maxOutput = 4000

/** Text for people: no control characters but line breaks, CR LF as LF, at most 4,000 characters. */
export function cleanOutput(raw: string | Buffer): string {
  const text = typeof raw === 'string' ? raw : raw.subarray(0, maxOutput * 4).toString('utf8')
  return (
    text
      .slice(0, maxOutput * 2)
      .replaceAll(/\r\n?/g, '\n')
      // controls, halves of surrogate pairs, and what turns the direction of writing
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')
      .toWellFormed()
      .slice(0, maxOutput)
      .toWellFormed()
      .trim()
  )
}

/** A short quotation of what was answered, for the params of an outcome. */
export function quote(raw: string | Buffer, most = 120): string {
  const text = cleanOutput(typeof raw === 'string' ? raw.slice(0, most * 4) : raw.subarray(0, most * 4))
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line
}

/** Milliseconds and the like as figures are kept: no more digits than mean something. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
