import { EXIT } from '../../core/errors.ts'
import { inspectCsv } from '../../lab/datasets/inspectCsv.ts'
import type { Command } from '../command.ts'
import { inspectionText } from '../inspect/inspectionText.ts'
import { StopRequests } from '../stopRequests.ts'

/** `holdout inspect`: what an import would make of a CSV, storing nothing. */
export const inspect: Command = {
  name: 'inspect',
  parameters: 'CSV',
  summary: 'show how a CSV is read: dialect, columns, ledger, warnings; imports nothing',
  positionals: [1, 1],
  options: {},
  run: async ({ positionals: [path], json }, terminal) => {
    const stops = new StopRequests()
    try {
      const found = await inspectCsv(path, {}, { signal: stops.signal })
      terminal.out(json ? `${JSON.stringify(found)}\n` : inspectionText(found))
      return EXIT.done
    } finally {
      stops.close()
    }
  },
}
