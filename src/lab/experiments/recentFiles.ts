import { join } from 'node:path'
import { z } from 'zod'
import type { RecentFile } from '../../contract/experiments.ts'
import type { FileGrants } from '../files/fileGrants.ts'
import { JsonFile } from '../files/jsonFile.ts'

const recordSchema = z.strictObject({ path: z.string(), kind: z.enum(['experiment', 'csv']), usedAt: z.string() })
type RecentRecord = z.infer<typeof recordSchema>

/** More are not worth looking through. */
const MOST = 20

/** Files worked on before, newest first. A person has pointed at each of them once, so the page may use them again. */
export class RecentFiles {
  readonly #file: JsonFile<readonly RecentRecord[]>
  readonly #grants: FileGrants

  constructor(folder: string, grants: FileGrants, mayWrite?: () => boolean) {
    this.#grants = grants
    this.#file = new JsonFile(join(folder, 'recent.json'), recordsOf, mayWrite)
  }

  /** Those that are still there. */
  async list(): Promise<readonly RecentFile[]> {
    const found: RecentFile[] = []
    for (const { path, kind, usedAt } of await this.#file.load()) {
      const file = await this.#grants.grant(path)
      if (file.bytes !== undefined) found.push({ file, kind, usedAt })
    }
    return found
  }

  /** Whether a person has pointed at this table before. */
  async knows(path: string): Promise<boolean> {
    return (await this.#file.load()).some((record) => record.kind === 'csv' && record.path === path)
  }

  async add(path: string, kind: RecentRecord['kind'], usedAt: string): Promise<void> {
    const others = (await this.#file.load()).filter((record) => record.path !== path)
    await this.#file.save([{ path, kind, usedAt }, ...others].slice(0, MOST))
  }
}

function recordsOf(data: unknown): readonly RecentRecord[] {
  const read = z.array(recordSchema).safeParse(data)
  return read.success ? read.data : []
}
