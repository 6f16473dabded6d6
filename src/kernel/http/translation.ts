/**
 * The shape of a translation: the same keys as the Chinese original, each leaf a string.
 * `export default { … } satisfies Translation<typeof zh>` in a room's `en.ts` makes a missing key a type error.
 */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]> }

/** A room's words: a tree whose leaves are strings. */
export interface Texts {
  readonly [key: string]: string | Texts
}
