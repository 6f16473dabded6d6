import type { Block } from '../document/index.ts'
import { inUnitZone } from '../settings/index.ts'

/** A department's signature under a result. */
export interface Signature<D extends string = string> {
  department: D
  person: { id: string; name: string }
  opinion: string | null
  signedAt: Date
  digest: string
}

/** Those of a person's departments for which he may sign now: nobody has signed for them, and he for no other. */
export function stillOpen<D extends string>(
  departments: readonly D[],
  signatures: readonly Signature<D>[],
  personId: string | null,
): D[] {
  if (signatures.some((one) => one.person.id === personId)) return []
  return departments.filter((department) => !signatures.some((one) => one.department === department))
}

type Box = Extract<Block, { kind: 'signatures' }>['boxes'][number]

/** A box of a printed report: who signed when (the unit's time) with which opinion; empty where nobody has. */
export function signatureBox(label: string, signature: Signature | undefined): Box {
  if (!signature) return { label }
  const { person, signedAt, opinion } = signature
  return { label, name: person.name, date: inUnitZone(signedAt), ...(opinion ? { opinion } : {}) }
}
