import { basename, dirname } from 'node:path'
import { EXIT } from '../../core/errors.ts'
import { METRICS, titleOf } from '../../core/metrics/metrics.ts'
import { openModel } from '../../lab/models/openModel.ts'
import type { OpenModel } from '../../lab/models/openModel.ts'
import { predictCsv } from '../../lab/models/predictCsv.ts'
import type { CsvPredictions } from '../../lab/models/predictCsv.ts'
import { predictedCsv } from '../../lab/models/predictedCsv.ts'
import { predictedRange } from '../../lab/models/predictedRange.ts'
import type { PredictedRange } from '../../lab/models/predictedRange.ts'
import { openOutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { columnSettings } from '../../core/dataset/columnSettings.ts'
import { requireNewFile } from '../../lab/files/requireNewFile.ts'
import { FORCE_OPTION, isGiven, textOption, textOptions } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { plainText } from '../plainText.ts'
import { StopRequests } from '../stopRequests.ts'
import type { Terminal } from '../terminal.ts'

/** `holdout predict`: applies a saved model to the rows of a CSV. */
export const predict: Command = {
  name: 'predict',
  parameters: 'MODEL CSV',
  summary: 'predict the rows of a CSV with a saved model',
  positionals: [2, 2],
  options: {
    out: { type: 'string', short: 'o', value: 'CSV', help: 'where to write the predictions; stdout unless given' },
    interval: {
      type: 'string',
      value: 'LEVEL',
      help: 'beside each prediction an interval, or the set of classes, that holds the truth with this chance, e.g. 0.9',
    },
    score: { type: 'boolean', help: 'compare with the target in the CSV, and print the scores' },
    copy: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'copy this column through; may be given several times',
    },
    ...FORCE_OPTION,
  },
  notes: [
    'MODEL is a file that a run wrote into models/ because its experiment says finalModel: true.',
    'The CSV is read as the one trained on: columns by name, numbers, dates and missing cells as they were written there.',
    'Rows keep their order. One that cannot be read has no prediction; its line and the reason stand beside it.',
    'Columns with the role id in the experiment are copied through where the CSV has them.',
  ],
  run: async (input, terminal) => {
    const stops = new StopRequests()
    try {
      return await predictCommand(input, terminal, stops.signal)
    } finally {
      stops.close()
    }
  },
}

async function predictCommand(input: CommandInput, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const [modelFile, csvFile] = input.positionals
  const model = await openModel(modelFile)
  const level = textOption(input, 'interval')
  const range = level === undefined ? undefined : predictedRange(model.saved, Number(level))
  const out = textOption(input, 'out')
  if (out !== undefined) await requireNewFile(out, { isForced: isGiven(input, 'force'), inputs: [modelFile, csvFile] })
  const folder = out === undefined ? undefined : await openOutputFolder(dirname(out))
  try {
    const found = await predictCsv(model, csvFile, {
      copy: textOptions(input, 'copy'),
      ids: idColumns(model),
      scores: isGiven(input, 'score'),
      signal,
    })
    if (folder && out !== undefined)
      await folder.write(new Map([[basename(out), predictedCsv(model.saved, found, range)]]))
    for (const line of remarks(found)) terminal.err(`Note: ${plainText(line)}\n`)
    say(model, { found, range, out }, input, terminal)
    return EXIT.done
  } catch (error) {
    await folder?.discard()
    throw error
  }
}

/** Columns that say which row is which; a new file need not have them. */
function idColumns({ saved: { dataset } }: OpenModel): readonly string[] {
  return Object.keys(dataset?.columns ?? {}).filter((name) => columnSettings(dataset?.columns, name)?.role === 'id')
}

/** What came of it, and where it went. */
interface Told {
  readonly found: CsvPredictions
  readonly range: PredictedRange | undefined
  readonly out: string | undefined
}

function say({ saved }: OpenModel, { found, range, out }: Told, input: CommandInput, terminal: Terminal): void {
  const { scores } = found
  if (input.json) terminal.out(`${JSON.stringify(summary(saved, { found, range, out }))}\n`)
  else if (scores) terminal.out(scoreText(saved, found))
  else if (out === undefined) terminal.out(predictedCsv(saved, found, range))
  if (!input.json && out !== undefined) terminal.err(`Predictions: ${out}\n`)
}

function summary(
  { name, task, classes, positiveClass = classes.at(1) }: OpenModel['saved'],
  { found, range, out }: Told,
): object {
  const { rows, imputedCells, unseenCategories, notes, warnings, scores, scoredRows } = found
  const problems = rows.flatMap(({ line, problem }, index) =>
    problem === undefined ? [] : [{ row: index + 1, line, problem }],
  )
  return {
    holdout: 1,
    model: name,
    task,
    ...(classes.length > 0 && { classes }),
    rows: rows.length,
    imputedCells,
    unseenCategories,
    notes,
    warnings,
    problems,
    ...(scores && { scores, scoredRows, ...(task === 'binary' && { positiveClass }) }),
    ...(range && {
      ranges: {
        level: range.level,
        columns: range.header,
        values: rows.map(({ value }) => (value === undefined ? null : range.cells(value))),
      },
    }),
    ...(out === undefined
      ? { values: rows.map(({ value }) => value ?? null), lines: rows.map(({ line }) => line) }
      : { out }),
  }
}

/** One line for each score, in the order in which scores are shown. */
function scoreText(
  { classes, positiveClass = classes.at(1) }: OpenModel['saved'],
  { scores = {}, scoredRows = 0, rows }: CsvPredictions,
): string {
  const lines = METRICS.filter(({ name }) => Object.hasOwn(scores, name)).map((metric) => {
    const { name, isFraction } = metric
    const score = scores[name]
    const shown =
      score === null ? 'undefined' : isFraction ? `${(100 * score).toFixed(2)}%` : String(Number(score.toPrecision(6)))
    return `${titleOf(metric, classes.length === 2 ? positiveClass : undefined)}: ${shown}\n`
  })
  return `Scores over ${String(scoredRows)} of ${String(rows.length)} rows\n${lines.join('')}`
}

function remarks({ rows, imputedCells, unseenCategories, notes }: CsvPredictions): string[] {
  const failed = rows.filter(({ problem }) => problem !== undefined)
  const [first] = failed
  return [
    ...notes,
    ...(imputedCells > 0 ? [`${cells(imputedCells)} missing and filled in as in training.`] : []),
    ...(unseenCategories > 0 ? [`${cells(unseenCategories)} of a category that no training row had.`] : []),
    ...(failed.length > 0
      ? [
          `${failed.length === 1 ? '1 row has' : `${String(failed.length)} rows have`} no prediction; line ${String(first.line)}: ${first.problem ?? ''}.`,
        ]
      : []),
  ]
}

function cells(count: number): string {
  return count === 1 ? '1 cell is' : `${String(count)} cells are`
}
