/**
 * The first Chinese character of each letter in GB 2312 level 1, whose 3755 common characters stand in the order of their
 * pinyin. No word begins with i, u or v.
 */
const firstOf = '啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝'
const letters = 'abcdefghjklmnopqrstwxyz'

let table: Map<string, string> | undefined

/** The browser itself knows the order: it can read the encoding, so no list of characters has to be sent. */
function letterTable(): Map<string, string> {
  const bytes: number[] = []
  for (let row = 0xb0; row <= 0xd7; row += 1)
    for (let cell = 0xa1; cell <= (row === 0xd7 ? 0xf9 : 0xfe); cell += 1) bytes.push(row, cell)
  const found = new Map<string, string>()
  let letter = ''
  for (const char of new TextDecoder('gbk').decode(Uint8Array.from(bytes))) {
    const at = firstOf.indexOf(char)
    if (at >= 0) letter = letters.charAt(at)
    found.set(char, letter)
  }
  return found
}

/**
 * The initials of the pinyin of a text: `事件队列` → `sjdl`. What is no common Chinese character stays itself, in small
 * letters; of a character with several readings it is the first in the standard (`重` is `z`).
 */
export function initialsOf(text: string): string {
  table ??= letterTable()
  return [...text.toLowerCase()].map((char) => table?.get(char) ?? char).join('')
}
