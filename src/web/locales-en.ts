/** All English words in one chunk. */
export const english = import.meta.glob<Record<string, unknown>>(
  ['./en.ts', '../kernel/*/en.ts', '../modules/*/en.ts'],
  { eager: true, import: 'default' },
)
