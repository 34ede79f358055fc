import { LARGEST_SEED } from '../../core/random/largestSeed.ts'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import { METRICS, titleOf } from '../../core/metrics/metrics.ts'
import { DEFAULT_SEED } from '../../core/experiment/resolve/defaults.ts'
import type { ColumnMap } from '../../core/model/columnMap.ts'
import { MOST_PASSES } from '../../core/model/dropoutPasses.ts'
import type { DropoutPasses } from '../../core/model/dropoutPasses.ts'
import { csvSink } from '../../lab/models/csvSink.ts'
import { idColumns } from '../../lab/models/idColumns.ts'
import { openModel } from '../../lab/models/openModel.ts'
import type { OpenModel } from '../../lab/models/openModel.ts'
import { predictCsv } from '../../lab/models/predictCsv.ts'
import type { PredictionSink, PredictionSummary } from '../../lab/models/predictCsv.ts'
import { predictedRange } from '../../lab/models/predictedRange.ts'
import type { PredictedRange } from '../../lab/models/predictedRange.ts'
import type { PredictedRow } from '../../lab/models/predictedRow.ts'
import { openOutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { GrowingFile } from '../../lab/files/growingFile.ts'
import { makeTemporaryFolder } from '../../lab/files/temporaryFolder.ts'
import { requireNewFile } from '../../lab/files/requireNewFile.ts'
import { FORCE_OPTION, isGiven, textOption, textOptions } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { PLAIN_READING_OPTIONS, readingChoices } from '../inspect/inspectOptions.ts'
import { integerOption } from '../integerOption.ts'
import { PredictionProgressLine } from '../progress/predictionProgress.ts'
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
    passes: {
      type: 'string',
      value: 'T',
      help: 'also predict with T networks whose units are dropped at random, and add their standard deviation (Monte Carlo dropout)',
    },
    seed: { type: 'string', value: 'N', help: 'of --passes: equal seeds give equal numbers; 0 unless given' },
    score: { type: 'boolean', help: 'compare with the target in the CSV, and print the scores' },
    warnings: { type: 'boolean', help: 'a column that names the cells of each row that are not as in training' },
    copy: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'copy this column through; may be given several times',
    },
    map: {
      type: 'string',
      multiple: true,
      value: 'FILE=MODEL',
      help: 'the column FILE of the CSV stands for the column MODEL of the model; may be given several times',
    },
    absent: {
      type: 'string',
      multiple: true,
      value: 'MODEL',
      help: 'the CSV lacks this column of the model: fill it in as in training; may be given several times',
    },
    ...PLAIN_READING_OPTIONS,
    ...FORCE_OPTION,
  },
  notes: [
    'MODEL is a file that a run wrote into models/ because its experiment says finalModel: refit or ensemble.',
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
  const passes = dropoutPasses(input)
  const map = columnMap(input, model)
  const out = textOption(input, 'out')
  if (out !== undefined) await requireNewFile(out, { isForced: isGiven(input, 'force'), inputs: [modelFile, csvFile] })
  const folder = out === undefined ? undefined : await openOutputFolder(dirname(out))
  const printed = await printedFolder(input)
  const path =
    folder && out !== undefined ? join(folder.path, basename(out)) : printed && join(printed, 'predicted.csv')
  const file = path === undefined ? undefined : new GrowingFile(path)
  const progress = new PredictionProgressLine(terminal)
  const columns = {
    hasWarnings: isGiven(input, 'warnings'),
    hasSpread: passes !== undefined,
    ...(range && { range }),
  }
  const gathered = new GatheredRows(range, input.json && out === undefined)
  try {
    const found = await predictCsv(
      model,
      csvFile,
      {
        map,
        choices: readingChoices(input),
        copy: textOptions(input, 'copy'),
        ids: idColumns(model.saved),
        scores: isGiven(input, 'score'),
        signal,
        onProgress: (one) => progress.show(one),
        ...(passes && { passes }),
      },
      gatheringSink(gathered, csvSink(model.saved, columns, file)),
    )
    await file?.keep()
    progress.close()
    if (printed !== undefined && file) await print(file.path, terminal)
    for (const line of remarks(found)) terminal.err(`Note: ${plainText(line)}\n`)
    if (input.json) terminal.out(`${JSON.stringify(summary(model.saved, { found, out, gathered }))}\n`)
    else if (found.scores) terminal.out(scoreText(model.saved, found))
    if (!input.json && out !== undefined) terminal.err(`Predictions: ${out}\n`)
    return EXIT.done
  } catch (error) {
    progress.close()
    await file?.abandon()
    await folder?.discard()
    throw error
  } finally {
    if (printed !== undefined) await rm(printed, { recursive: true, force: true })
  }
}

/** Where predictions wait that are printed: they are printed whole or not at all. Absent where they go elsewhere. */
async function printedFolder(input: CommandInput): Promise<string | undefined> {
  const isPrinted = textOption(input, 'out') === undefined && !input.json && !isGiven(input, 'score')
  return isPrinted ? makeTemporaryFolder('predictions') : undefined
}

async function print(path: string, terminal: Terminal): Promise<void> {
  for await (const text of createReadStream(path, 'utf8') as AsyncIterable<string>) terminal.out(text)
}

function gatheringSink(gathered: GatheredRows, sink: PredictionSink): PredictionSink {
  return {
    begin: (shape) => {
      gathered.clear()
      return sink.begin?.(shape)
    },
    add: (rows) => {
      gathered.add(rows)
      return sink.add(rows)
    },
  }
}

/** @throws HoldoutError `usage/bad-value` */
function dropoutPasses(input: CommandInput): DropoutPasses | undefined {
  const passes = integerOption(input, 'passes', { least: 2, most: MOST_PASSES })
  const seed = integerOption(input, 'seed', { least: 0, most: LARGEST_SEED })
  if (passes !== undefined) return { passes, seed: seed ?? DEFAULT_SEED }
  if (seed === undefined) return undefined
  throw new HoldoutError('usage/bad-value', '--seed: expected --passes beside it, received --seed alone.', {
    hint: 'Give --passes too, or leave out --seed: without passes nothing is drawn.',
  })
}

/** @throws HoldoutError `usage/bad-value` for what names no column of the model */
function columnMap(input: CommandInput, { saved }: OpenModel): ColumnMap {
  const names = new Set(saved.preprocessing.columns.map(({ name }) => name))
  const mapped = textOptions(input, 'map').map((given) => {
    // Names may hold the sign: the longest name of the file whose rest is a column of the model.
    for (let at = given.lastIndexOf('='); at > 0; at = given.lastIndexOf('=', at - 1))
      if (names.has(given.slice(at + 1))) return [given.slice(at + 1), given.slice(0, at)] as const
    throw noSuchModelColumn('map', given, names)
  })
  const absent = textOptions(input, 'absent').map((name) => {
    if (names.has(name)) return [name, null] as const
    throw noSuchModelColumn('absent', name, names)
  })
  return Object.fromEntries([...mapped, ...absent])
}

function noSuchModelColumn(option: 'map' | 'absent', given: string, names: ReadonlySet<string>): HoldoutError {
  const expected = option === 'map' ? 'FILE=MODEL with a column of the model' : 'a column of the model'
  const shown = [...names].slice(0, 12)
  return new HoldoutError('usage/bad-value', `--${option}: expected ${expected}, received ${JSON.stringify(given)}.`, {
    hint: `The model's columns are ${shown.join(', ')}${names.size > shown.length ? ', …' : ''}.`,
  })
}

/** Rows without a prediction and, where they go nowhere else, the predictions of all, for one JSON document. */
class GatheredRows {
  readonly values: (PredictedRow['value'] | null)[] = []
  readonly lines: number[] = []
  readonly problems: { readonly row: number; readonly line: number; readonly problem: string }[] = []
  readonly spreads: (number | null)[] = []
  hasSpreads = false
  readonly keepsValues: boolean
  readonly #range: PredictedRange | undefined
  #rows = 0

  constructor(range: PredictedRange | undefined, keepsValues: boolean) {
    this.#range = range
    this.keepsValues = keepsValues
  }

  clear(): void {
    for (const list of [this.values, this.lines, this.spreads, this.problems]) list.length = 0
    this.hasSpreads = false
    this.#rows = 0
  }

  add(rows: readonly PredictedRow[]): void {
    for (const { line, value, spread, problem } of rows) {
      this.#rows += 1
      if (problem !== undefined) this.problems.push({ row: this.#rows, line, problem })
      if (!this.keepsValues) continue
      this.values.push(value ?? null)
      this.lines.push(line)
      if (spread !== undefined) this.hasSpreads = true
      this.spreads.push(spread ?? null)
    }
  }

  get ranges(): object | undefined {
    const range = this.#range
    if (!range || !this.keepsValues) return undefined
    const values = this.values.map((value) => (value === null || value === undefined ? null : range.cells(value)))
    return { level: range.level, columns: range.header, values }
  }
}

/** What came of it, and where it went. */
interface Outcome {
  readonly found: PredictionSummary
  readonly out: string | undefined
  readonly gathered: GatheredRows
}

function summary(
  { name, task, classes, positiveClass = classes.at(1) }: OpenModel['saved'],
  { found, out, gathered }: Outcome,
): object {
  const {
    rows,
    predicted,
    imputedCells,
    unseenCategories,
    outsideCells,
    noticed,
    notes,
    warnings,
    scores,
    scoredRows,
  } = found
  const { ranges, problems } = gathered
  return {
    holdout: 1,
    model: name,
    task,
    ...(classes.length > 0 && { classes }),
    rows,
    predicted,
    imputedCells,
    unseenCategories,
    outsideCells,
    columns: noticed,
    notes,
    warnings,
    ...(scores && { scores, scoredRows, ...(task === 'binary' && { positiveClass }) }),
    problems,
    ...(ranges && { ranges }),
    ...(gathered.hasSpreads && { spreads: gathered.spreads }),
    ...(gathered.keepsValues ? { values: gathered.values, lines: gathered.lines } : { out }),
  }
}

/** One line for each score, in the order in which scores are shown. */
function scoreText(
  { classes, positiveClass = classes.at(1) }: OpenModel['saved'],
  { scores = {}, scoredRows = 0, rows }: PredictionSummary,
): string {
  const lines = METRICS.filter(({ name }) => Object.hasOwn(scores, name)).map((metric) => {
    const { name, isFraction } = metric
    const score = scores[name]
    const shown =
      score === null ? 'undefined' : isFraction ? `${(100 * score).toFixed(2)}%` : String(Number(score.toPrecision(6)))
    return `${titleOf(metric, classes.length === 2 ? positiveClass : undefined)}: ${shown}\n`
  })
  return `Scores over ${String(scoredRows)} of ${String(rows)} rows\n${lines.join('')}`
}

function remarks(found: PredictionSummary): string[] {
  const { rows, predicted, firstProblem, imputedCells, unseenCategories, outsideCells, notes } = found
  const failed = rows - predicted
  return [
    ...notes,
    ...(imputedCells > 0 ? [`${cells(imputedCells)} missing and filled in as in training.`] : []),
    ...(unseenCategories > 0 ? [`${cells(unseenCategories)} of a category that no training row had.`] : []),
    ...(outsideCells > 0 ? [`${cells(outsideCells)} outside the range of the training rows.`] : []),
    ...(firstProblem
      ? [
          `${failed === 1 ? '1 row has' : `${String(failed)} rows have`} no prediction; line ${String(firstProblem.line)}: ${firstProblem.problem}.`,
        ]
      : []),
  ]
}

function cells(count: number): string {
  return count === 1 ? '1 cell is' : `${String(count)} cells are`
}
