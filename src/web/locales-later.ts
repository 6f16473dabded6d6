/** Words of the rooms that are not needed for the first page, in one chunk. */
export const later = import.meta.glob<Record<string, unknown>>(
  ['../kernel/*/zh-CN.ts', '../modules/*/zh-CN.ts'],
  { eager: true, import: 'default', query: '?words=later' },
)
