/** Classes, relation types and sources from memory, with what follows from them. */
import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { ConfigCache } from '#modules/service/index.ts'
import { definitionsOf, lineOf } from './attributes.ts'
import type { AttributeDefinition, CiClass, RelationType } from './class-contract.ts'
import { readCatalogue, type ClassRow, type RankRow, type SourceRow } from './store/catalogue.ts'
import type { Spread } from './words.ts'

export class Catalogue {
  readonly classes: ReadonlyMap<string, ClassRow>
  readonly types: ReadonlyMap<string, RelationType>
  readonly sources: ReadonlyMap<string, SourceRow>
  readonly ranks: readonly RankRow[]
  readonly #byKey: ReadonlyMap<string, ClassRow>
  readonly #definitions = new Map<string, AttributeDefinition[]>()

  constructor(read: Awaited<ReturnType<typeof readCatalogue>>) {
    this.classes = new Map(read.classes.map((one) => [one.id, one]))
    this.#byKey = new Map(read.classes.map((one) => [one.key, one]))
    this.types = new Map(read.types.map((one) => [one.key, one]))
    this.sources = new Map(read.sources.map((one) => [one.key, one]))
    this.ranks = read.ranks
  }

  classByKey(key: string): ClassRow | undefined {
    return this.#byKey.get(key)
  }

  /** From the root down to the class. */
  line(classId: string): ClassRow[] {
    return lineOf(this.classes, classId)
  }

  /** The class and all below it. */
  below(classId: string): ClassRow[] {
    return [...this.classes.values()].filter((one) => this.line(one.id).some((up) => up.id === classId))
  }

  definitions(classId: string): AttributeDefinition[] {
    let known = this.#definitions.get(classId)
    if (!known) this.#definitions.set(classId, (known = definitionsOf(this.classes, classId)))
    return known
  }

  /** Types along which an outage goes from the target to the source, and those the other way. */
  spreading(direction: 'to-source' | 'to-target'): string[] {
    const wanted: readonly Spread[] = [direction, 'both']
    return [...this.types.values()].filter((one) => wanted.includes(one.spreads)).map((one) => one.key)
  }

  /** How far a source is believed about a field; the smaller the better. */
  rank(source: string, field: string): number {
    const own = this.ranks.find((one) => one.source === source && one.field === field)
    return own?.rank ?? this.sources.get(source)?.rank ?? Number.MAX_SAFE_INTEGER
  }

  /** A class that items can have. @throws ci.unknown_class, ci.class_not_usable (422) */
  usable(classId: string, field = 'classId'): ClassRow {
    const found = this.classes.get(classId)
    if (!found) throw new AppError('ci.unknown_class', { status: 422, field })
    if (found.abstract || !found.active)
      throw new AppError('ci.class_not_usable', { status: 422, field, params: { name: found.name } })
    return found
  }
}

const cache = new ConfigCache('ci', async (db) => new Catalogue(await readCatalogue(db)))

/** The catalogue as it is now, whichever process changed it. */
export function catalogueOf(db: Db): Promise<Catalogue> {
  return cache.get(db)
}

/** As the contract shows a class. */
export function presentClass(row: ClassRow): CiClass {
  const { no: _, ...shown } = row
  return shown
}
