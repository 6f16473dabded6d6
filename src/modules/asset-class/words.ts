/** The four families of what O&M looks after (DB11/T 714): every class belongs to one. */
export const families = ['information-system', 'physical', 'software', 'information-resource'] as const
export type Family = (typeof families)[number]

/**
 * What can be wrong with an entry of a catalogue. `missing_parent`: the class above is not in the file; `polluted_name`: other text has
 * run into the name, or it was cut off; `wrong_parent`, `wrong_level`, `wrong_category`: what the entry says of itself is not what its
 * code says; `wrong_count`: the file says another number of entries than it has.
 */
export const defectKinds = [
  'bad_code',
  'duplicate_code',
  'no_name',
  'polluted_name',
  'duplicate_name',
  'missing_parent',
  'wrong_parent',
  'wrong_level',
  'wrong_category',
  'wrong_count',
] as const
export type DefectKind = (typeof defectKinds)[number]
