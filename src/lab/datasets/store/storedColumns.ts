import { basename, join } from 'node:path'
import type { NumberFile } from './numberFile.ts'
import { readNumberFile } from './numberFile.ts'

/** Parquet with columns `c0`… by field, rows in the order of the file. */
export interface StoredPart {
  readonly path: string
  readonly fields: readonly number[]
}

/** Which file has which columns, as it is written down. */
export interface StoredLayout {
  readonly parts: readonly { readonly file: string; readonly fields: readonly number[] }[]
  readonly numbers?: { readonly file: string } & Omit<NumberFile, 'path'>
}

/**
 * Where the columns of a dataset are: in one Parquet file; those of a table with many columns in several, and its plain numbers in a
 * file of numbers.
 */
export class StoredColumns {
  readonly #parts: readonly StoredPart[]
  readonly #numbers: NumberFile | undefined
  readonly #pathOf = new Map<number, string>()
  readonly #plain: ReadonlySet<number>

  constructor(parts: readonly StoredPart[], numbers?: NumberFile) {
    this.#parts = parts
    this.#numbers = numbers
    this.#plain = new Set(numbers?.fields)
    for (const { path, fields } of parts.slice(1)) for (const field of fields) this.#pathOf.set(field, path)
  }

  /** All columns in one Parquet file. */
  static inParquet(path: string): StoredColumns {
    return new StoredColumns([{ path, fields: [] }])
  }

  /** In a folder, as its record says; records of before there were several files say nothing. */
  static inFolder(folder: string, layout: StoredLayout | undefined): StoredColumns {
    if (!layout) return StoredColumns.inParquet(join(folder, 'data.parquet'))
    const parts = layout.parts.map(({ file, fields }) => ({ path: join(folder, file), fields }))
    if (!layout.numbers) return new StoredColumns(parts)
    const { file, ...numbers } = layout.numbers
    return new StoredColumns(parts, { ...numbers, path: join(folder, file) })
  }

  /** Absent where all columns are in one Parquet file. */
  get layout(): StoredLayout | undefined {
    if (this.#parts.length === 1 && !this.#numbers) return undefined
    const parts = this.#parts.map(({ path, fields }) => ({ file: basename(path), fields }))
    if (!this.#numbers) return { parts }
    const { path, ...numbers } = this.#numbers
    return { parts, numbers: { file: basename(path), ...numbers } }
  }

  /** The Parquet files. */
  get files(): readonly string[] {
    return this.#parts.map(({ path }) => path)
  }

  /** Whether a field's numbers are in the file of numbers, and not in Parquet. */
  hasNumbers(field: number): boolean {
    return this.#plain.has(field)
  }

  /** The Parquet file that has a field. */
  pathOf(field: number): string {
    return this.#pathOf.get(field) ?? this.#parts[0]?.path ?? ''
  }

  /** Numbers of fields in the file of numbers, NaN where missing: `count` rows from row `from`, all rows unless given. */
  async numbers(fields: readonly number[], from?: number, count?: number): Promise<Float64Array<ArrayBuffer>[]> {
    if (!this.#numbers) throw new Error('there is no file of numbers')
    return readNumberFile(this.#numbers, fields, from, count)
  }
}
