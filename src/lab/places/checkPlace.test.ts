import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { checkPlace } from './checkPlace.ts'

/** Ray's programs are sent to the folder, Slurm needs none. */
it.each([
  ['slurm', ['folder']],
  ['ray', ['engine', 'folder']],
] as const)('says of a place for %s whose folder cannot be made what is missing', async (engine, missing) => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdout-place-'))
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }))
  writeFileSync(join(scratch, 'file'), '')
  const facts = await checkPlace({ name: 'lab', engine, folder: join(scratch, 'file', 'place') })
  for (const what of missing)
    expect(facts.find((fact) => fact.what === what)).toMatchObject({
      isFine: false,
      found: expect.stringContaining('ENOTDIR') as string,
    })
})
