import { decodeAddress, decodeMac, decodeText, type Value } from '#kernel/snmp/index.ts'

/**
 * What was read of a device: per column (an OID without its index) the values by index. The readers give undefined
 * for what is missing, empty, or of a type that the column cannot have; `mistyped` remembers the latter.
 */
export class Tables {
  private readonly columns = new Map<string, Map<string, Value>>()
  readonly mistyped = new Set<string>()

  add(column: string, index: string, value: Value): void {
    let rows = this.columns.get(column)
    if (!rows) this.columns.set(column, (rows = new Map()))
    rows.set(index, value)
  }

  /** The indexes of a column, as the agent ordered them. */
  indexes(column: string): string[] {
    return [...(this.columns.get(column)?.keys() ?? [])]
  }

  /** The index of the first row of a column: `0` of a scalar. */
  first(column: string): string | undefined {
    return this.columns.get(column)?.keys().next().value
  }

  number(column: string, index = '0'): number | undefined {
    const value = this.columns.get(column)?.get(index)
    if (value === undefined || value.kind === 'number') return value?.value
    return this.wrong(column)
  }

  text(column: string, index = '0'): string | undefined {
    const value = this.columns.get(column)?.get(index)
    if (value?.kind === 'octets') return decodeText(value.value) || undefined
    return value && this.wrong(column)
  }

  octets(column: string, index = '0'): Uint8Array | undefined {
    const value = this.columns.get(column)?.get(index)
    if (value === undefined || value.kind === 'octets') return value?.value
    return this.wrong(column)
  }

  mac(column: string, index = '0'): string | null {
    const octets = this.octets(column, index)
    return octets ? decodeMac(octets) : null
  }

  oid(column: string, index = '0'): string | undefined {
    const value = this.columns.get(column)?.get(index)
    if (value === undefined || value.kind === 'oid') return value?.value
    return this.wrong(column)
  }

  /** IpAddress, or four octets where an agent took the other type. */
  address(column: string, index = '0'): string | undefined {
    const value = this.columns.get(column)?.get(index)
    if (value?.kind === 'address') return value.value
    if (value?.kind === 'octets') return decodeAddress(value.value) ?? this.wrong(column)
    return value && this.wrong(column)
  }

  private wrong(column: string): undefined {
    this.mistyped.add(column)
    return undefined
  }
}
