import { randomUUID } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import type { KerasModel } from '../../core/exports/kerasModel.ts'

/** The bytes of a `.keras` file: a zip of two JSON files and the weights as HDF5. */
export async function kerasFile({ config, metadata, groups }: KerasModel): Promise<Uint8Array> {
  const weights = await weightsFile(groups)
  return zipSync(
    {
      'metadata.json': strToU8(JSON.stringify(metadata)),
      'config.json': strToU8(JSON.stringify(config)),
      'model.weights.h5': weights,
    },
    // The same model gives the same bytes.
    { level: 6, mtime: new Date(2024, 0, 1) },
  )
}

/** HDF5 by the library of its makers, compiled to WebAssembly, in a file system that lies in memory. */
async function weightsFile(groups: KerasModel['groups']): Promise<Uint8Array> {
  const { default: hdf5 } = await import('h5wasm/node')
  const { FS } = await hdf5.ready
  const path = `/tmp/${randomUUID()}.h5`
  const file = new hdf5.File(path, 'w')
  for (const [group, weights] of groups) {
    makeGroups(file, group)
    for (const [index, { shape, values }] of weights.entries())
      file.create_dataset({ name: `${group}/${String(index)}`, data: values, shape: [...shape], dtype: '<f' })
  }
  file.close()
  const bytes = FS.readFile(path)
  FS.unlink(path)
  return bytes
}

function makeGroups(file: { get(path: string): unknown; create_group(path: string): unknown }, path: string): void {
  const parts = path.split('/')
  for (let end = 1; end <= parts.length; end++) {
    const name = parts.slice(0, end).join('/')
    if (!file.get(name)) file.create_group(name)
  }
}
