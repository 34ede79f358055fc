import { join } from 'node:path'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import { exportRun } from '../../lab/exports/exportRun.ts'
import { EXPORT_FORMATS, exportFormat } from '../../lab/exports/formats.ts'
import type { Parity } from '../../lab/exports/parity.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { ChildProcessTrainer } from '../../lab/trainers/childProcessTrainer.ts'
import { FORCE_OPTION, isGiven, textOption } from '../command.ts'
import type { Command } from '../command.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout export`: writes what a run of the workspace left, for other programs. */
export const exportCommand: Command = {
  name: 'export',
  parameters: 'RUN[/N]',
  summary: 'write the numbers, files or final models of a run into a folder, for other programs',
  positionals: [1, 1],
  options: {
    format: { type: 'string', short: 'f', value: 'FORMAT', help: 'one of those below; files unless given' },
    out: { type: 'string', short: 'o', value: 'DIR', help: 'the folder to write into' },
    ...FORCE_OPTION,
    ...WORKSPACE_OPTION,
  },
  notes: [
    ...EXPORT_FORMATS.map(({ id, doc }) => `${id}: ${doc}.`),
    'RUN/N is one candidate, counted from 1; without N a model format takes the best candidate with a final model.',
    'A model is run by its own runtime before it is written: parity.json says how far its predictions are from ours.',
  ],
  run: async (input, terminal) => {
    const format = exportFormat(textOption(input, 'format') ?? 'files')
    const out = textOption(input, 'out')
    if (out === undefined) throw noFolder()
    const [run, candidate] = candidateOf(input.positionals[0])
    const { folder, files, parity } = await withWorkspace(input, 'read', 'holdout export', (workspace) =>
      exportRun(
        workspace,
        {
          runId: findRun(workspace, run),
          ...(candidate !== undefined && { candidate }),
          format,
          out,
          isForced: isGiven(input, 'force'),
        },
        new ChildProcessTrainer(),
      ),
    )
    if (input.json) terminal.out(`${JSON.stringify({ folder: out, files, ...(parity && { parity }) })}\n`)
    else {
      terminal.err(files.map((file) => `Written: ${join(folder, file)}\n`).join(''))
      if (parity) terminal.err(parityLine(parity))
    }
    return EXIT.done
  },
}

function parityLine({ rows, maxDifference, runtime, tolerance }: Parity): string {
  if (tolerance === 0) return `Checked for ${String(rows)} rows: ${runtime}.\n`
  const how = maxDifference === 0 ? 'equal ours' : `differ from ours by at most ${maxDifference.toExponential(1)}`
  return `Checked: the predictions of ${runtime} for ${String(rows)} rows ${how}.\n`
}

/** People count candidates from 1. */
function candidateOf(request: string): readonly [run: string, candidate: number | undefined] {
  const [, run, number] = /^(.*)\/(\d+)$/.exec(request) ?? [undefined, request]
  return [run, number === undefined ? undefined : Number(number) - 1]
}

function noFolder(): HoldoutError {
  return new HoldoutError('usage/missing-argument', 'export: expected --out and a folder', {
    hint: 'For example: holdout export latest --format csv --out numbers',
  })
}
