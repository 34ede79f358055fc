import { basename, dirname } from 'node:path'
import { EXIT } from '../../core/errors.ts'
import { openModel } from '../../lab/models/openModel.ts'
import { predictCsv, predictedCsv } from '../../lab/models/predictCsv.ts'
import { predictedRange } from '../../lab/models/predictedRange.ts'
import { openOutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { textOption } from '../command.ts'
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
  },
  notes: [
    'MODEL is a file that a run wrote into models/ because its experiment says finalModel: true.',
    'Columns are found by name and prepared by what the model learned in training; others are ignored.',
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
  const folder = out === undefined ? undefined : await openOutputFolder(dirname(out))
  try {
    const { values, ...counts } = await predictCsv(model, csvFile, { signal })
    if (folder && out !== undefined)
      await folder.write(new Map([[basename(out), predictedCsv(model.saved, values, range)]]))
    for (const line of remarks(counts)) terminal.err(`Note: ${plainText(line)}\n`)
    const { name, task, classes } = model.saved
    const summary = { holdout: 1, model: name, task, ...(classes.length > 0 && { classes }), ...counts }
    const ranges = range && {
      level: Number(level),
      columns: range.header,
      values: values.map((value) => range.cells(value)),
    }
    const found = { ...(out === undefined ? { values } : { out }), ...(ranges && { ranges }) }
    if (input.json) terminal.out(`${JSON.stringify({ ...summary, ...found })}\n`)
    else if (out === undefined) terminal.out(predictedCsv(model.saved, values, range))
    else terminal.err(`Predictions: ${out}\n`)
    return EXIT.done
  } catch (error) {
    await folder?.discard()
    throw error
  }
}

function remarks(counts: { readonly imputedCells: number; readonly unseenCategories: number }): string[] {
  const { imputedCells, unseenCategories } = counts
  return [
    ...(imputedCells > 0 ? [`${cells(imputedCells)} missing and filled in as in training.`] : []),
    ...(unseenCategories > 0 ? [`${cells(unseenCategories)} of a category that no training row had.`] : []),
  ]
}

function cells(count: number): string {
  return count === 1 ? '1 cell is' : `${String(count)} cells are`
}
