import { LARGEST_SEED } from '../../core/random/largestSeed.ts'
import { join } from 'node:path'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import type { RunState } from '../../core/run/runState.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { checkBeforeTraining } from '../../lab/experiments/checkBeforeTraining.ts'
import { prepareRun } from '../../lab/experiments/prepareRun.ts'
import type { PreparedRun, RunChoices } from '../../lab/experiments/prepareRun.ts'
import { readExperimentFile } from '../../lab/experiments/readExperimentFile.ts'
import type { OpenExperiment } from '../../lab/experiments/readExperimentFile.ts'
import { openOutputFolder } from '../../lab/exports/report/outputFolder.ts'
import type { OutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { removeResults, requireNewResults } from '../../lab/files/requireNewResults.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { markInterrupted } from '../../lab/runs/store/interruptedRuns.ts'
import { loadPreparedRun } from '../../lab/runs/store/loadPreparedRun.ts'
import { loadRun } from '../../lab/runs/store/loadRun.ts'
import { chooseThreads } from '../../core/run/chooseThreads.ts'
import { describeEnvironment } from '../../lab/experiments/describeEnvironment.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import { sendRun } from '../../lab/places/sendRun.ts'
import { TrainerOfPlaces } from '../../lab/places/trainerOfPlaces.ts'
import { ChildProcessTrainer } from '../../lab/trainers/childProcessTrainer.ts'
import type { Trainer } from '../../lab/trainers/trainer.ts'
import type { Workspace } from '../../lab/workspace/workspace.ts'
import { FORCE_OPTION, isGiven, textOption, textOptions } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { integerOption } from '../integerOption.ts'
import { openProgressView } from '../progress/openProgressView.ts'
import type { ProgressView } from '../progress/progressView.ts'
import { StopRequests } from '../stopRequests.ts'
import type { Terminal } from '../terminal.ts'
import { ledgerLines } from '../run/ledgerLines.ts'
import { findingLines } from '../run/findingLines.ts'
import type { tellResults as TellResults } from '../run/tellResults.ts'
import { copyModels, keptLine, startRun } from '../run/keptRun.ts'
import type { TrainingPlace } from '../run/keptRun.ts'
import { openKeepingWorkspace, openWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

const USAGE = 'Usage: holdout run EXPERIMENT, or holdout run --resume RUN'

/** `holdout run`: trains what an experiment file describes. */
export const run: Command = {
  name: 'run',
  parameters: 'EXPERIMENT | --resume RUN',
  summary: 'train what an experiment file describes, and say how good it is',
  positionals: [0, 1],
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
    ...FORCE_OPTION,
    portable: { type: 'boolean', help: 'train without the native TensorFlow library' },
    on: {
      type: 'string',
      value: 'PLACE',
      help: 'train on this place: see "holdout places"; "slurm" and "ray" are those of this machine',
    },
    'send-data': { type: 'boolean', help: 'with --on: agree that this dataset is copied to the place' },
    detach: { type: 'boolean', help: 'with --on: hand the run over and return; listen again with --resume' },
    resume: {
      type: 'string',
      value: 'RUN',
      help: 'go on with a run of the workspace that did not come to its end, or listen to one that is away',
    },
    ...WORKSPACE_OPTION,
  },
  notes: [
    'Prints NAME: MEAN% (STD%) for each model: mean and population standard deviation over folds.',
    'The run is kept in the workspace: see "holdout runs". What did not come to its end can be resumed there.',
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
  const subject = await readSubject(input, stops)
  const out = textOption(input, 'out')
  if (out !== undefined) await requireNewResults(out, isGiven(input, 'force'))
  const workspace = await openFor(subject, input, terminal)
  const trainer = new ChildProcessTrainer()
  try {
    if (wantsWarmTrainer(subject, input)) trainer.warmUp({ threads: chooseThreads([], 0, describeEnvironment().cores) })
    const prepared = await prepare(subject, workspace, input, stops)
    if (prepared.job.place !== undefined) trainer.dismiss()
    terminal.err(ledgerLines(prepared.context.ledger))
    terminal.err(findingLines(prepared.context.findings ?? []))
    if (stops.isAsked) throw stoppedEarly()
    return await trainAndTell(prepared, { input, terminal, stops, workspace, subject, trainer })
  } finally {
    trainer.dismiss()
    await workspace?.shutdown()
  }
}

/** Loading TensorFlow takes as long as reading the data: for small networks, which most are, it begins at once. */
function wantsWarmTrainer(subject: Subject, input: CommandInput): boolean {
  const { backend, place } = choicesOf(input)
  return subject.kind === 'experiment' && backend === 'auto' && place === undefined
}

/** What is to be trained: an experiment file, or a run of the workspace. */
type Subject =
  | { readonly kind: 'experiment'; readonly open: OpenExperiment }
  | { readonly kind: 'run'; readonly request: string }

async function readSubject(input: CommandInput, { signal }: StopRequests): Promise<Subject> {
  const request = textOption(input, 'resume')
  const path = input.positionals.at(0)
  if (request === undefined && path !== undefined)
    return { kind: 'experiment', open: await readExperimentFile(path, { signal }) }
  if (request === undefined)
    throw new HoldoutError('usage/missing-argument', 'run: expected EXPERIMENT', { hint: USAGE })
  const refused = ['data', 'seed', 'model', 'portable', 'on'].find((name) => input.values[name] !== undefined)
  if (path === undefined && refused === undefined) return { kind: 'run', request }
  const what = path === undefined ? `--${refused ?? ''}` : 'an experiment'
  throw new HoldoutError('usage/bad-option', `--resume goes on with a run as it began and takes no ${what}`, {
    hint: USAGE,
  })
}

function openFor(subject: Subject, input: CommandInput, terminal: Terminal): Promise<Workspace | undefined> {
  if (subject.kind === 'experiment') return openKeepingWorkspace(input, terminal)
  return openWorkspace(input, 'write', 'holdout run')
}

async function prepare(
  subject: Subject,
  workspace: Workspace | undefined,
  input: CommandInput,
  stops: StopRequests,
): Promise<PreparedRun> {
  if (subject.kind === 'run' && workspace) return prepareResumed(workspace, subject.request)
  if (subject.kind === 'run') throw new HoldoutError('bug/no-workspace', 'a run cannot be resumed without a workspace')
  const { place } = choicesOf(input)
  if (place !== undefined) await placesIn(workspace).find(place)
  const prepared = await prepareRun(subject.open, { ...choicesOf(input), signal: stops.signal })
  if (place === undefined) return checkBeforeTraining(prepared, subject.open)
  const request = { places: placesIn(workspace), on: place, isAgreed: isGiven(input, 'send-data') }
  return checkBeforeTraining(await sendRun(prepared, request), subject.open)
}

async function prepareResumed(workspace: Workspace, request: string): Promise<PreparedRun> {
  markInterrupted(workspace)
  const runId = findRun(workspace, request)
  if (loadRun(workspace, runId).row.status === 'finished') {
    throw new HoldoutError('usage/run-finished', `the run ${runId} is finished: there is nothing left to train`, {
      hint: `See it with: holdout runs show ${runId}`,
    })
  }
  return loadPreparedRun(workspace, runId)
}

interface Training {
  readonly input: CommandInput
  readonly terminal: Terminal
  readonly stops: StopRequests
  readonly workspace: Workspace | undefined
  readonly subject: Subject
  readonly trainer: ChildProcessTrainer
}

async function trainAndTell(prepared: PreparedRun, training: Training): Promise<number> {
  const { input, terminal, workspace, subject } = training
  const out = textOption(input, 'out')
  if (out !== undefined && isGiven(input, 'force')) await removeResults(out)
  const folder = out === undefined ? undefined : await openOutputFolder(out)
  try {
    const models = modelFolder(prepared, folder, training)
    const isStored = subject.kind === 'run'
    const place = { workspace, isStored, modelFolder: models }
    const { state: trained, tellResults } = await train(prepared, place, training)
    if (trained.end === undefined) return await tellAway(prepared, folder, training)
    if (workspace) terminal.err(keptLine(workspace, trained, prepared.context.runId))
    requireResult(trained)
    const state = models === undefined ? trained : await copyModels(trained, models)
    return await tellResults(prepared, state, { folder, experimentFile: experimentFileName(subject), input, terminal })
  } catch (error) {
    await folder?.discard()
    throw error
  }
}

/** A run that goes on without being listened to. */
async function tellAway(
  { context: { runId }, job: { place = '' } }: PreparedRun,
  folder: OutputFolder | undefined,
  { terminal, input }: Training,
): Promise<number> {
  await folder?.discard()
  if (input.json) terminal.out(`${JSON.stringify({ run: runId, status: 'away', place })}\n`)
  else terminal.out(`${runId}\n`)
  terminal.err(`The run goes on at ${place}. Listen again with: holdout run --resume ${runId}\n`)
  return EXIT.done
}

function choicesOf(input: CommandInput): RunChoices {
  const seed = integerOption(input, 'seed', { least: 0, most: LARGEST_SEED })
  const data = textOption(input, 'data')
  const place = textOption(input, 'on')
  return {
    models: textOptions(input, 'model'),
    backend: backendOf(input),
    ...(data !== undefined && { data }),
    ...(place !== undefined && { place }),
    ...(seed !== undefined && { seed }),
  }
}

/** What the command line asks for, else the environment. */
function backendOf(input: CommandInput): TrainerJob['backend'] {
  const request = isGiven(input, 'portable') ? 'portable' : process.env['HOLDOUT_BACKEND']
  return request === 'portable' || request === 'tensorflow' || request === 'kernel' ? request : 'auto'
}

/** Where final models go beside the workspace, if the experiment asks for any. */
function modelFolder(
  { context }: PreparedRun,
  folder: OutputFolder | undefined,
  { workspace, terminal }: Training,
): string | undefined {
  if (!context.experiment.finalModel) return undefined
  if (folder) return join(folder.path, 'models')
  if (workspace) return undefined
  terminal.err(
    'Note: the experiment asks for final models, and without --out there is no place for them: none are fitted.\n',
  )
  return undefined
}

async function train(
  prepared: PreparedRun,
  place: TrainingPlace,
  { input, terminal, stops, trainer }: Training,
): Promise<{ readonly state: RunState; readonly tellResults: typeof TellResults }> {
  const view = openProgressView(terminal)
  const sayNotices = noticeTeller(view)
  const handle = await startRun(prepared, place, {
    trainer: trainerOfPlaces(trainer, place.workspace),
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
    prepared.job.place === undefined ? undefined : () => handle.leave(),
  )
  if (isGiven(input, 'detach')) handle.leave()
  // The modules of reports and diagnoses load while the networks train.
  const [state, { tellResults }] = await Promise.all([handle.done, import('../run/tellResults.ts')])
  view.close()
  return { state, tellResults }
}

function trainerOfPlaces(local: ChildProcessTrainer, workspace: Workspace | undefined): Trainer {
  return new TrainerOfPlaces(local, (name) => placesIn(workspace).find(name))
}

/** @throws HoldoutError `usage/no-workspace` */
function placesIn(workspace: Workspace | undefined): PlacesFile {
  if (workspace) return new PlacesFile(workspace.paths.folder)
  throw new HoldoutError('usage/no-workspace', 'a run on a place is kept in a workspace, and there is none', {
    hint: 'Name one by --workspace.',
  })
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

function experimentFileName(subject: Subject): string {
  const isJson = subject.kind === 'experiment' && subject.open.path.toLowerCase().endsWith('.json')
  return isJson ? 'experiment.json' : 'experiment.yaml'
}
