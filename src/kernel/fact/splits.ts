import type { FactSplit } from './fact.ts'
import { tableSplit } from './store.ts'

/** Splits whose names are the kernel's own. */
export const kernelSplits: readonly FactSplit[] = [
  tableSplit('org', 'org'),
  tableSplit('group', 'support_group'),
  tableSplit('vendor', 'org'),
  {
    key: 'priority',
    names: async (_db, values) => new Map(values.map((value) => [value, `P${value}`])),
  },
]
