/**
 * What a reply adds to what it quotes. Pure. The line that our own mails begin with is the sure mark; beside it the
 * lines by which mail programs introduce what they quote.
 */

/** Stands in our mails above what people are to leave alone; whatever the mailer does to the line, this part stays. */
export const replyMark = '##- 请在此行以上回复 Please reply above this line -##'
const markCore = /^[>\s|*]*#{2}-.{0,12}请在此行以上回复.*|^[>\s|*]*#{2}-.*reply above this line.*/i

/** Whole lines that introduce a quotation which follows without `>` before its lines. */
const dividers: readonly RegExp[] = [
  /^-{2,}\s*(?:原始邮件|原始郵件|转发的邮件|original message|ursprüngliche nachricht)\s*-{2,}$/i,
  /^-{6,}\s*(?:原始邮件|original)?\s*-*$/i,
  /^_{20,}$/,
  /^[-=]{2,}\s*(?:回复的原邮件|replied message)\s*[-=]{2,}$/i,
]
/** Lines that introduce a quotation, prefixed or not. */
const attributions: readonly RegExp[] = [
  /^(?:on|am|le)\s.{4,200}\b(?:wrote|schrieb|écrit)\s*[:：]$/i,
  /^(?:在|于)?\s*\d{4}\s*[年/-].{2,200}(?:写道|寫道|说|wrote)\s*[:：]$/,
  /^at\s\d{4}-\d\d-\d\d.{2,200}wrote\s*[:：]$/i,
  /^.{0,100}(?:写道|寫道)\s*[:：]$/,
]
const fromLine = /^\**\s*(?:发件人|寄件者|from|von)\s*[:：]\**/i
const headLine =
  /^\**\s*(?:发送时间|发送日期|日期|时间|收件人|抄送|主题|寄件日期|sent|date|to|cc|subject|gesendet|an)\s*[:：]/i

const isQuoted = (line: string): boolean => /^\s*>/.test(line)

/** Where a quotation begins, and how; undefined when the text has none. */
function beginning(lines: readonly string[]): { at: number; rest: 'all' | 'quoted' } | undefined {
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim()
    if (markCore.test(line)) return { at: introduced(lines, at), rest: 'all' }
    const next = (lines[at + 1] ?? '').trim()
    if (fromLine.test(line) && [1, 2, 3].some((n) => headLine.test((lines[at + n] ?? '').trim())))
      return {
        at: at > 0 && dividers.some((one) => one.test(lines[at - 1]!.trim())) ? at - 1 : at,
        rest: 'all',
      }
    const behind = [1, 2, 3].some((n) => fromLine.test((lines[at + n] ?? '').trim()))
    if (
      dividers.slice(0, 1).some((one) => one.test(line)) ||
      (behind && dividers.some((one) => one.test(line)))
    )
      return { at, rest: 'all' }
    // mailers break the line where it gets long
    const both = `${line} ${next}`
    if (attributions.some((one) => one.test(line) || one.test(both))) {
      const after = lines
        .slice(at + 1, at + 4)
        .find((l) => l.trim() !== '' && !attributions.some((one) => one.test(both) && l.trim() === next))
      return { at, rest: after !== undefined && isQuoted(after) ? 'quoted' : 'all' }
    }
    if (isQuoted(raw)) return { at, rest: 'quoted' }
  }
  return undefined
}

/** The line that introduces our mark stands up to four lines above it. */
function introduced(lines: readonly string[], mark: number): number {
  for (let at = mark - 1; at >= Math.max(0, mark - 6); at--) {
    const line = lines[at]!.trim()
    const both = `${line} ${(lines[at + 1] ?? '').trim()}`
    if (
      fromLine.test(line) ||
      [...dividers, ...attributions].some((one) => one.test(line) || one.test(both))
    ) {
      return at > 0 && fromLine.test(line) && dividers.some((one) => one.test(lines[at - 1]!.trim()))
        ? at - 1
        : at
    }
  }
  return mark
}

/**
 * The words that a reply adds. Answers between the quoted lines are kept with what they answer to; a text that is
 * nothing but quotation stays whole. Never empty for a text that has words.
 */
export function newWords(text: string): { words: string; cut: boolean } {
  const lines = text.split('\n')
  const quote = beginning(lines)
  const whole = withoutSignature(text)
  if (!quote) return { words: whole, cut: whole.length < text.trim().length }
  const below = lines.slice(quote.at)
  const mark = below.findIndex((line) => markCore.test(line.trim()))
  const answersBetween =
    quote.rest === 'quoted' &&
    mark < 0 &&
    below.slice(2).some((line) => line.trim() !== '' && !isQuoted(line))
  if (answersBetween) return { words: whole, cut: whole.length < text.trim().length }
  const above = withoutSignature(lines.slice(0, quote.at).join('\n'))
  return above === '' ? { words: text.trim(), cut: false } : { words: above, cut: true }
}

/** Without what follows the line `-- ` (RFC 3676 §4.3), where something stands before it. */
function withoutSignature(text: string): string {
  const at = text.search(/^-- $/m)
  const bare = at < 0 ? text.trim() : text.slice(0, at).trim()
  return bare === '' ? text.trim() : bare
}
