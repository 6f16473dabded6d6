import type { Manifest } from '#kernel/manifest.ts'

/** Those who work on incidents, those who lead them, and everybody who may see one (reporters, watchers). */
const workers = ['incident.work']
const leaders = ['incident.work', 'incident.supervise']
const readers = ['incident.read']

/** Who could be told what: the texts below `notify`, by whom the verbs tell. */
export const notices: NonNullable<Manifest['notices']> = {
  filed: workers,
  assigned: workers,
  escalated: workers,
  joined: workers,
  changed: workers,
  graded: workers,
  decided: workers,
  supervised: workers,
  'supervision-replied': ['incident.supervise'],
  'supervision-closed': workers,
  'due-soon': leaders,
  breached: leaders,
  noticed: workers,
  taken: readers,
  started: readers,
  held: readers,
  resumed: readers,
  returned: readers,
  'onsite-requested': readers,
  arrived: readers,
  resolved: readers,
  reopened: readers,
  closed: readers,
  cancelled: readers,
  commented: readers,
  mentioned: readers,
  watched: workers,
  duplicate: readers,
  merged: readers,
  released: readers,
}
