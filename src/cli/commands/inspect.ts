import { EXIT } from '../../core/errors.ts'
import { inspectCsv } from '../../lab/datasets/read/inspectCsv.ts'
import { textOption } from '../command.ts'
import type { Command } from '../command.ts'
import { READING_OPTIONS, readingChoices } from '../inspect/inspectOptions.ts'
import { inspectionText } from '../inspect/inspectionText.ts'
import { StopRequests } from '../stopRequests.ts'

/** `holdout inspect`: what an import would make of a CSV, storing nothing. */
export const inspect: Command = {
  name: 'inspect',
  parameters: 'CSV',
  summary: 'show how a CSV is read: dialect, columns, ledger, warnings; imports nothing',
  positionals: [1, 1],
  options: READING_OPTIONS,
  run: async (input, terminal) => {
    const [path] = input.positionals
    const target = textOption(input, 'target')
    const stops = new StopRequests()
    try {
      const found = await inspectCsv(path, readingChoices(input), {
        signal: stops.signal,
        ...(target !== undefined && { target }),
      })
      terminal.out(input.json ? `${JSON.stringify(found)}\n` : inspectionText(found))
      return EXIT.done
    } finally {
      stops.close()
    }
  },
}
