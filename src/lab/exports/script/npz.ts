import { zipSync } from 'fflate'

/** An array of numpy. */
export interface NumpyArray {
  readonly shape: readonly number[]
  readonly values: Float32Array | Float64Array | Int32Array
}

/** Arrays by name as numpy's `.npz` (format version 1.0). */
export function npzFile(arrays: ReadonlyMap<string, NumpyArray>): Uint8Array {
  const files = [...arrays].map(([name, array]) => [`${name}.npy`, npyFile(array)] as const)
  return zipSync(Object.fromEntries(files), { level: 6, mtime: new Date(2024, 0, 1) })
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]

function npyFile({ shape, values }: NumpyArray): Uint8Array {
  const type = values instanceof Int32Array ? '<i4' : values instanceof Float32Array ? '<f4' : '<f8'
  const sizes = shape.length === 1 ? `${String(shape[0])},` : shape.join(', ')
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`
  // The header ends with a newline, and the numbers begin at a multiple of 64 bytes.
  const length = Math.ceil((MAGIC.length + 2 + text.length + 1) / 64) * 64 - MAGIC.length - 2
  const header = new TextEncoder().encode(`${text.padEnd(length - 1)}\n`)
  const bytes = new Uint8Array(MAGIC.length + 2 + length + values.byteLength)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint16(MAGIC.length, length, true)
  bytes.set(header, MAGIC.length + 2)
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), MAGIC.length + 2 + length)
  return bytes
}
