/**
 * Where a room says what it is called when it acts by itself: `self` of its words. The timeline keeps the room's name
 * for such acts, and readers see the words in their language.
 * @param name what the timeline keeps; undefined comes back for what can be no room's name
 */
export function selfKey(name: string): string | undefined {
  return /^[a-z][a-z-]*$/i.test(name) ? `${name.toLowerCase()}:self` : undefined
}
