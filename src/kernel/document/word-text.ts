import { LineRuleType } from 'docx'

/** Running text: 仿宋, as official documents are written. Word and WPS bring these fonts; Latin letters have their own. */
export const BODY_FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋' }
export const HEAD_FONT = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' }
export const TABLE_FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' }

/**
 * Lines of a fixed height: pages then break alike whichever font stands in for one that a machine lacks, and the numbers
 * of the contents are right everywhere.
 * @param points height of a line
 */
export const exactly = (points: number): { line: number; lineRule: 'exact' } => ({
  line: points * 20,
  lineRule: LineRuleType.EXACT,
})

/** What makes a file that Word refuses to open. */
const refused = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Without what XML cannot carry: control characters go, half a surrogate pair becomes U+FFFD. */
export function plain(text: string): string {
  return text.replace(refused, '').toWellFormed()
}
