import { EXIT, HoldoutError } from '../../core/errors.ts'
import type { EnvironmentChange } from '../../core/run/verification.ts'
import { readExperimentFile } from '../../lab/experiments/readExperimentFile.ts'
import { extendRun } from '../../lab/runs/replay/extendRun.ts'
import type { Extension } from '../../lab/runs/replay/extendRun.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { isGiven, textOption } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { run } from '../commands/run.ts'
import { integerOption } from '../integerOption.ts'
import { plainText } from '../plainText.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

const MOST_REPEATS = 1000

/** `holdout runs extend`. */
export const runsExtend: Command = {
  name: 'runs extend',
  parameters: 'RUN --repeats N | --experiment FILE',
  summary: 'go on from a run with more repeats or more candidates; finished fits are not trained again',
  positionals: [1, 1],
  options: {
    repeats: { type: 'string', value: 'N', help: 'repeats in all, more than the run has' },
    experiment: { type: 'string', value: 'FILE', help: 'an experiment on the same data, e.g. with a larger sweep' },
    out: { type: 'string', short: 'o', value: 'DIR', help: 'write report, result, predictions and experiment there' },
    'only-store': { type: 'boolean', help: 'make the new run without training it; "run --resume" does' },
    ...WORKSPACE_OPTION,
  },
  notes: ['Makes a new run; the old one stays as it is.'],
  run: async (input, terminal) => {
    const { runId, reused, changes } = await store(input)
    terminal.err(`Run ${runId} reuses ${String(reused)} fits.\n`)
    if (changes.length > 0) terminal.err(`${notReusedText(changes)}\n`)
    if (!isGiven(input, 'only-store'))
      return run.run({ ...input, positionals: [], values: { ...trainingValues(input), resume: runId } }, terminal)
    terminal.out(input.json ? `${JSON.stringify({ run: runId, reused, changes })}\n` : `${runId}\n`)
    return EXIT.done
  },
}

function store(input: CommandInput) {
  return withWorkspace(input, 'write', 'holdout runs', async (workspace) =>
    extendRun(workspace, findRun(workspace, input.positionals[0]), await extensionOf(input)),
  )
}

async function extensionOf(input: CommandInput): Promise<Extension> {
  const repeats = integerOption(input, 'repeats', { least: 1, most: MOST_REPEATS })
  const experiment = textOption(input, 'experiment')
  if (repeats !== undefined && experiment === undefined) return { repeats }
  if (experiment !== undefined && repeats === undefined) return { experiment: await readExperimentFile(experiment) }
  throw new HoldoutError('usage/missing-argument', 'runs extend: expected either --repeats or --experiment', {
    hint: 'For example: holdout runs extend latest --repeats 5',
  })
}

/** Why fits of the other run are trained anew. */
function notReusedText(changes: readonly EnvironmentChange[]): string {
  const words = changes.map(({ what, stored, now }) => `${what} ${stored} then, ${now} now`)
  return plainText(`Fits that were computed otherwise are not reused: ${words.join('; ')}.`)
}

function trainingValues({ values }: CommandInput): CommandInput['values'] {
  const { out, workspace } = values
  return { ...(out !== undefined && { out }), ...(workspace !== undefined && { workspace }) }
}
