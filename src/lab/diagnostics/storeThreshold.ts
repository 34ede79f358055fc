import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredThreshold } from '../../contract/diagnostics.ts'
import type { Task } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import { checkModelSum, encodeModelFile } from '../../core/model/modelFile.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { candidateRefs } from '../runs/store/candidateRef.ts'
import { writeFileWhole } from '../workspace/atomicFile.ts'
import { runPaths } from '../workspace/workspacePaths.ts'
import type { Workspace } from '../workspace/workspace.ts'

/**
 * Stores the threshold of a binary candidate with its run, and in its final model where there is one; `null` goes back to one half.
 * @throws HoldoutError `usage/not-binary`, `usage/bad-value`, `workspace/no-such-candidate`, `workspace/…` where only reading is possible
 */
export async function storeThreshold(workspace: Workspace, id: string, stored: StoredThreshold | null): Promise<void> {
  const [{ rowId, runId }] = candidateRefs(workspace, [id])
  const found = workspace.database.get<{ task: Task; finalModel: string | null }>(
    'SELECT r.task, c.finalModel FROM candidates c JOIN runs r ON r.id = c.run WHERE c.id = ?',
    [rowId],
  )
  if (found?.task !== 'binary') throw notBinary(found?.task ?? 'none')
  if (stored && !(stored.threshold >= 0 && stored.threshold <= 1)) throw outOfRange(stored.threshold)
  workspace.database.transaction('threshold', () => {
    workspace.database.run('UPDATE candidates SET threshold = ? WHERE id = ?', [
      stored ? JSON.stringify(stored) : null,
      rowId,
    ])
  })
  if (found.finalModel === null) return
  await storeInModel(workspace, join(runPaths(workspace.paths, runId).models, found.finalModel), stored)
}

async function storeInModel({ hook }: Workspace, path: string, stored: StoredThreshold | null): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  // A model that was moved away keeps the threshold it had.
  if (text === undefined) return
  const before = JSON.parse(text) as SavedModel
  checkModelSum(before, sha256)
  const { threshold: _, sha256: __, ...model } = before
  const changed: SavedModel = { ...model, ...(stored && { threshold: stored.threshold }) }
  await writeFileWhole(path, new TextEncoder().encode(encodeModelFile(changed, sha256)), hook)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function notBinary(task: string): HoldoutError {
  return new HoldoutError('usage/not-binary', `A threshold needs a binary task; this run is ${task}.`, {
    hint: 'Choose a run with two classes.',
  })
}

function outOfRange(threshold: number): HoldoutError {
  return new HoldoutError('usage/bad-value', `Expected a threshold from 0 to 1, received ${String(threshold)}.`, {
    hint: 'Give a probability, e.g. 0.35.',
  })
}
