import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRecordedRun } from '../lab/runs/training/recordedRun.ts'
import { storeRun } from '../lab/runs/store/storeRun.ts'
import { tinyRun, tinyTable } from '../lab/runs/testing/tinyRun.ts'
import { FakeTrainer } from '../lab/trainers/fakeTrainer.ts'
import { Workspace } from '../lab/workspace/workspace.ts'
import { diagnose } from './commands/diagnose.ts'
import { parseCommandLine } from './parseCommandLine.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-diagnose-'))
  const workspace = await Workspace.open({ folder, access: 'write', program: 'a test' })
  await storeRun(workspace, await tinyRun({ id: 'run' }))
  await (
    await startRecordedRun(workspace, 'run', { trainer: new FakeTrainer({ rows: tinyTable().rows }) })
  ).done
  await workspace.shutdown()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The command in this process, with what it writes. */
async function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' }
  const code = await diagnose.run(parseCommandLine(diagnose, [...args, '--workspace', folder]), {
    out: (text) => (written.stdout += text),
    err: (text) => (written.stderr += text),
    isInteractive: false,
    hasColor: false,
    columns: () => 80,
  })
  return { code, ...written }
}

describe('holdout diagnose', () => {
  it('prints the document that scripts read', async () => {
    const { code, stdout } = await run('run/2', '--json')
    expect(code).toBe(0)
    const document = JSON.parse(stdout) as Record<string, unknown> & { diagnostics: Record<string, unknown> }
    expect(document).toMatchObject({ run: 'run', candidate: 'Model 8', number: 2, task: 'binary', threshold: 0.5 })
    expect(Object.keys(document.diagnostics)).toEqual(
      expect.arrayContaining([
        'confusionMatrix',
        'rocCurve',
        'precisionRecallCurve',
        'calibration',
        'thresholds',
        'perClass',
        'hardRows',
      ]),
    )
    expect(document.diagnostics['confusionMatrix']).toMatchObject({ labels: ['no', 'yes'] })
    expect(document.diagnostics).not.toHaveProperty('residuals')
  })

  it('stores a threshold, shows it from then on, and refuses what is none', async () => {
    const stored = await run('run/1', '--threshold', '0.25', '--store')
    expect([stored.code, stored.stderr]).toEqual([0, 'Stored: threshold 0.25 of run/0.\n'])
    const { stdout } = await run('run/1')
    expect(stdout).toContain('from a probability of 0.250 (stored)')
    await expect(run('run/1', '--threshold', 'much')).rejects.toMatchObject({ code: 'usage/bad-value' })
  })

  it('refuses a column of residuals where there are none', async () => {
    await expect(run('run/1', '--feature', 'x')).rejects.toMatchObject({
      code: 'usage/bad-value',
      message: expect.stringContaining('this run is binary') as string,
    })
  })
})
