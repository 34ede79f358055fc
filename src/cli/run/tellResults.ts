/** What is said and written once the networks are trained. */
import { EXIT, HoldoutError } from '../../core/errors.ts'
import { buildRunDocument, withoutHistories } from '../../core/run/buildRunDocument.ts'
import { learnedOfJob } from '../../core/run/learnedColumns.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { RunState } from '../../core/run/runState.ts'
import { reportContext } from '../../lab/exports/report/reportContext.ts'
import { constantSentences, scoringSentences } from '../../lab/exports/report/sentences.ts'
import type { PreparedRun } from '../../lab/experiments/prepareRun.ts'
import type { FileContents, OutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { predictionParts } from '../../lab/exports/report/predictionsCsv.ts'
import { stateDiagnoses } from '../../lab/diagnostics/stateDiagnoses.ts'
import { resultFiles } from '../../lab/exports/report/resultFiles.ts'
import type { CommandInput } from '../command.ts'
import { plainText } from '../plainText.ts'
import type { Terminal } from '../terminal.ts'
import { divergedLines } from './divergedLines.ts'
import { collectGarbage, isLargeTable } from '../../lab/datasets/store/largeTable.ts'
import { noScoreLines } from './noScoreLines.ts'
import { referenceLines } from './referenceLines.ts'
import { savedLines } from './savedLines.ts'
import { scoreLines } from './scoreLines.ts'

export interface TellOptions {
  readonly folder: OutputFolder | undefined
  readonly experimentFile: string
  readonly input: CommandInput
  readonly terminal: Terminal
}

/** Writes the results where they are wanted, and prints the scores. Returns the exit code. */
export async function tellResults(prepared: PreparedRun, state: RunState, options: TellOptions): Promise<number> {
  const { folder, input, terminal } = options
  // Once: comparing the models takes most of it.
  const whole = buildRunDocument(state, prepared.context, { histories: folder !== undefined })
  const document = withoutHistories(whole)
  if (folder) await folder.write(filesOf(whole, prepared, state, options.experimentFile))
  const error = allDiverged(document)
  if (input.json) terminal.out(`${JSON.stringify({ ...document, ...(error && { error: error.toData() }) })}\n`)
  else terminal.out(scoreLines(document))
  const context = reportContext(document)
  const remarks = [...scoringSentences(context), ...constantSentences(context)]
  terminal.err(remarks.map((sentence) => `${plainText(sentence)}\n`).join(''))
  terminal.err(referenceLines(context))
  terminal.err(divergedLines(document))
  terminal.err(noScoreLines(document))
  if (folder) terminal.err(savedLines(folder.path, state))
  if (document.end.kind === 'stopped') return EXIT.stopped
  if (error && !input.json) throw error
  return error ? error.exitCode : EXIT.done
}

function filesOf(
  document: RunDocument,
  prepared: PreparedRun,
  state: RunState,
  experimentFile: string,
): ReadonlyMap<string, FileContents> {
  const isLarge = isLargeTable(document.dataset)
  if (isLarge) collectGarbage()
  // Once: a large one is read again.
  const { table } = prepared
  const predictions = predictionParts(state, table, document.task)
  const diagnoses = stateDiagnoses(document, { state, context: prepared.context, table })
  const learned = learnedOfJob(table, prepared.job)
  // What diagnoses were computed from, before predictions are written.
  if (isLarge) collectGarbage()
  return resultFiles({ ...document, diagnoses, ...(learned && { learned }) }, { experimentFile, predictions })
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
