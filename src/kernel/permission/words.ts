/** Every business role that ships, the three administrators and machines not among them. */
export const business = [
  'requester',
  'desk',
  'engineer',
  'vendor-engineer',
  'duty-leader',
  'manager',
  'asset-keeper',
  'finance',
] as const

/**
 * Where a room says what it is called when it acts by itself: `self` of its words. The timeline keeps the room's name
 * for such acts, and readers see the words in their language.
 * @param name what the timeline keeps; undefined comes back for what can be no room's name
 */
export function selfKey(name: string): string | undefined {
  return /^[a-z][a-z-]*$/i.test(name) ? `${name.toLowerCase()}:self` : undefined
}
