import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Packages whose versions matter when something goes wrong. */
const TOLD = ['@tensorflow/tfjs-node', '@tensorflow/tfjs', '@duckdb/node-api', 'yaml', 'zod']

/** Versions of the packages that do the work; `null` for one that is missing. */
export async function packageVersions(): Promise<Readonly<Record<string, string | null>>> {
  const entries = TOLD.map(async (name) => [name, await versionOf(name)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

async function versionOf(name: string): Promise<string | null> {
  try {
    const file = fileURLToPath(new URL(`../../../node_modules/${name}/package.json`, import.meta.url))
    return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version
  } catch {
    return null
  }
}
