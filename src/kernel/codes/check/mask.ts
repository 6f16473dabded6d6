/** What of a personal value is shown to who may not see it whole: enough to tell two apart, too little to use. */
export function mask(kind: 'id-card' | 'phone' | 'email', value: string): string {
  if (kind === 'id-card') return keep(value, 3, 2)
  if (kind === 'phone') return keep(value, 3, 4)
  const at = value.lastIndexOf('@')
  return at < 1 ? keep(value, 1, 0) : `${keep(value.slice(0, at), 1, 0)}${value.slice(at)}`
}

function keep(value: string, first: number, last: number): string {
  const characters = [...value]
  // short values would be shown nearly whole
  if (characters.length < first + last + 3) return '*'.repeat(characters.length)
  const hidden = '*'.repeat(characters.length - first - last)
  return characters.slice(0, first).join('') + hidden + (last === 0 ? '' : characters.slice(-last).join(''))
}
