import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ExportFiles } from '../exportFile.ts'
import type { ExportSource } from '../exportSource.ts'

/** The model files as the run wrote them: of the named candidate, or of all. */
export async function savedModels({ state, candidate }: ExportSource): Promise<ExportFiles> {
  const files = new Map<string, Uint8Array>()
  for (const [position, { finalModel }] of state.candidates.entries()) {
    if (finalModel === undefined || (candidate !== undefined && candidate !== position)) continue
    files.set(`models/${basename(finalModel)}`, await readFile(finalModel))
  }
  return files
}
