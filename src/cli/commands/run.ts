import { join } from 'node:path'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import { buildRunDocument } from '../../core/run/buildRunDocument.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { RunState } from '../../core/run/runState.ts'
import { checkBeforeTraining } from '../../lab/experiments/checkBeforeTraining.ts'
import { prepareRun } from '../../lab/experiments/prepareRun.ts'
import type { PreparedRun, RunChoices } from '../../lab/experiments/prepareRun.ts'
import { readExperimentFile } from '../../lab/experiments/readExperimentFile.ts'
import { runExperiment } from '../../lab/experiments/runExperiment.ts'
import { openOutputFolder } from '../../lab/reports/outputFolder.ts'
import type { OutputFolder } from '../../lab/reports/outputFolder.ts'
import { predictionsCsv } from '../../lab/reports/predictionsCsv.ts'
import { resultFiles } from '../../lab/reports/resultFiles.ts'
import { ChildProcessTrainer } from '../../lab/trainers/childProcessTrainer.ts'
import { isGiven, textOption, textOptions } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { integerOption } from '../integerOption.ts'
import { openProgressView } from '../progress/openProgressView.ts'
import type { ProgressView } from '../progress/progressView.ts'
import { StopRequests } from '../stopRequests.ts'
import type { Terminal } from '../terminal.ts'
import { divergedLines } from '../run/divergedLines.ts'
import { findingLines } from '../run/findingLines.ts'
import { savedLines } from '../run/savedLines.ts'
import { scoreLines } from '../run/scoreLines.ts'

const LARGEST_SEED = 2 ** 32 - 1

/** `holdout run`: trains what an experiment file describes. */
export const run: Command = {
  name: 'run',
  parameters: 'EXPERIMENT',
  summary: 'train what an experiment file describes, and say how good it is',
  positionals: [1, 1],
  options: {
    data: { type: 'string', value: 'CSV', help: 'the data; beats dataset.file of the experiment' },
    out: { type: 'string', short: 'o', value: 'DIR', help: 'write report, result, predictions and experiment there' },
    seed: { type: 'string', value: 'N', help: 'beats the seed of the experiment' },
    model: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'train this model alone; may be given several times',
    },
    portable: { type: 'boolean', help: 'train without the native TensorFlow library' },
  },
  notes: [
    'Prints NAME: MEAN% (STD%) for each model: mean and population standard deviation over folds.',
    'Ctrl-C stops after the current epoch and keeps what is finished; a second Ctrl-C ends at once.',
  ],
  run: async (input, terminal) => {
    const stops = new StopRequests()
    try {
      return await runCommand(input, terminal, stops)
    } finally {
      stops.close()
    }
  },
}

async function runCommand(input: CommandInput, terminal: Terminal, stops: StopRequests): Promise<number> {
  const open = await readExperimentFile(input.positionals[0])
  const prepared = checkBeforeTraining(await prepareRun(open, { ...choicesOf(input), signal: stops.signal }))
  terminal.err(findingLines(prepared.context.findings ?? []))
  if (stops.isAsked) throw stoppedEarly()
  const out = textOption(input, 'out')
  const folder = out === undefined ? undefined : await openOutputFolder(out)
  try {
    const state = await train(prepared, terminal, stops, modelFolder(prepared, folder, terminal))
    requireResult(state)
    return await tell(prepared, state, { folder, experimentFile: experimentFileName(open.path), input, terminal })
  } catch (error) {
    await folder?.discard()
    throw error
  }
}

function choicesOf(input: CommandInput): RunChoices {
  const seed = integerOption(input, 'seed', { least: 0, most: LARGEST_SEED })
  const data = textOption(input, 'data')
  const isPortable = isGiven(input, 'portable') || process.env['HOLDOUT_BACKEND'] === 'portable'
  return {
    models: textOptions(input, 'model'),
    backend: isPortable ? 'portable' : 'auto',
    ...(data !== undefined && { data }),
    ...(seed !== undefined && { seed }),
  }
}

/** Where final models go, if the experiment asks for any. */
function modelFolder(
  { context }: PreparedRun,
  folder: OutputFolder | undefined,
  terminal: Terminal,
): string | undefined {
  if (!context.experiment.finalModel) return undefined
  if (folder) return join(folder.path, 'models')
  terminal.err(
    'Note: the experiment asks for final models, and without --out there is no place for them: none are fitted.\n',
  )
  return undefined
}

async function train(
  prepared: PreparedRun,
  terminal: Terminal,
  stops: StopRequests,
  models: string | undefined,
): Promise<RunState> {
  const view = openProgressView(terminal)
  const sayNotices = noticeTeller(view)
  const handle = await runExperiment(prepared, {
    trainer: new ChildProcessTrainer(),
    ...(models !== undefined && { modelFolder: models }),
    onEvents: (_events, state) => {
      sayNotices(state)
      view.show(state)
    },
  })
  stops.handle(
    () => {
      view.say('Stopping after this epoch; finished fits are kept. Ctrl-C again ends at once.')
      handle.stop()
    },
    () => handle.kill(),
  )
  const state = await handle.done
  view.close()
  return state
}

/** Says each notice of a run once, the backend's own among them. */
function noticeTeller(view: ProgressView): (state: RunState) => void {
  const told = new Set<string>()
  return ({ backend, notices }) => {
    for (const notice of [...(backend?.notice === undefined ? [] : [backend.notice]), ...notices]) {
      if (!told.has(notice)) view.say(`Note: ${notice}`)
      told.add(notice)
    }
  }
}

/** @throws HoldoutError where the run failed, or was stopped before anything was finished. */
function requireResult({ end, finishedFits, divergedFits }: RunState): void {
  if (end?.kind === 'failed' || end?.kind === 'crashed') throw HoldoutError.fromData(end.error)
  if (end?.kind === 'stopped' && finishedFits + divergedFits === 0) throw stoppedEarly()
}

function stoppedEarly(): HoldoutError {
  return new HoldoutError('stopped/by-user', 'stopped before any fit was finished; nothing was written')
}

interface TellOptions {
  readonly folder: OutputFolder | undefined
  readonly experimentFile: string
  readonly input: CommandInput
  readonly terminal: Terminal
}

async function tell(prepared: PreparedRun, state: RunState, options: TellOptions): Promise<number> {
  const { folder, input, terminal } = options
  const document = buildRunDocument(state, prepared.context)
  if (folder) await folder.write(filesOf(prepared, state, options.experimentFile))
  const error = allDiverged(document)
  if (input.json) terminal.out(`${JSON.stringify({ ...document, ...(error && { error: error.toData() }) })}\n`)
  else terminal.out(scoreLines(document))
  terminal.err(divergedLines(document))
  if (folder) terminal.err(savedLines(folder.path, state))
  if (document.end.kind === 'stopped') return EXIT.stopped
  if (error && !input.json) throw error
  return error ? error.exitCode : EXIT.done
}

function filesOf(prepared: PreparedRun, state: RunState, experimentFile: string): ReadonlyMap<string, string> {
  const document = buildRunDocument(state, prepared.context, { histories: true })
  const predictions = predictionsCsv(state, prepared.table, document.task)
  return resultFiles(document, { experimentFile, predictions })
}

/** A run of which nothing can be scored has failed, although it came to its end. */
function allDiverged({ models }: RunDocument): HoldoutError | undefined {
  const failed = models.reduce((sum, model) => sum + model.failed, 0)
  if (failed === 0 || models.some((model) => model.fits > model.failed)) return undefined
  return new HoldoutError(
    'training/all-diverged',
    `all ${String(failed)} fits diverged: their loss was no finite number`,
    {
      hint: 'Lower the learning rate, or scale the features.',
    },
  )
}

function experimentFileName(path: string): string {
  return path.toLowerCase().endsWith('.json') ? 'experiment.json' : 'experiment.yaml'
}
