import type { HistoryQuery } from '../../contract/history.ts'
import { EXIT } from '../../core/errors.ts'
import { listRuns } from '../../lab/runs/history/listRuns.ts'
import { isGiven, textOption, textOptions } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { integerOption } from '../integerOption.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'
import { parseFilter } from './parseFilter.ts'
import { runsTable } from './runsTable.ts'

const DEFAULT_COUNT = 30
const MOST = 1_000_000

/** `holdout runs list`. */
export const runsList: Command = {
  name: 'runs list',
  parameters: '',
  summary: 'list the runs of the workspace',
  positionals: [0, 0],
  options: {
    filter: {
      type: 'string',
      multiple: true,
      value: 'CONDITION',
      help: 'only runs with a candidate that meets it, e.g. metric.accuracy>=0.85; may be given several times',
    },
    text: { type: 'string', value: 'TEXT', help: 'only runs in whose names, notes, tags or dataset this is found' },
    sort: { type: 'string', value: 'FIELD', help: 'sort by this field, greatest first; newest first unless given' },
    ascending: { type: 'boolean', help: 'sort least first' },
    count: { type: 'string', value: 'N', help: `show so many; ${String(DEFAULT_COUNT)} unless given` },
    from: { type: 'string', value: 'N', help: 'leave out so many first ones' },
    deleted: { type: 'boolean', help: 'show deleted runs' },
    ...WORKSPACE_OPTION,
  },
  notes: [
    'Fields: run, name, model, dataset, task, status, startedAt, seconds, fits, failed, parameters, folds, repeats, seed, note,',
    'tag, isStarred, metric.NAME, hyperparameter.NAME, setting.PATH (e.g. setting.training.optimizer.learningRate).',
    'Conditions: FIELD=VALUE (or A,B), FIELD!=VALUE, FIELD>=VALUE, FIELD<=VALUE, FIELD~TEXT, FIELD= for none.',
  ],
  run: (input, terminal) =>
    withWorkspace(input, 'read', 'holdout runs', (workspace) => {
      const list = listRuns(workspace, queryOf(input))
      terminal.out(input.json ? `${JSON.stringify(list)}\n` : runsTable(list))
      return EXIT.done
    }),
}

function queryOf(input: CommandInput): HistoryQuery {
  const text = textOption(input, 'text')
  const field = textOption(input, 'sort')
  const direction = isGiven(input, 'ascending') ? 'ascending' : 'descending'
  return {
    filters: textOptions(input, 'filter').map(parseFilter),
    ...(text !== undefined && { text }),
    ...(field !== undefined && { sort: { field, direction } }),
    deleted: isGiven(input, 'deleted'),
    count: integerOption(input, 'count', { least: 1, most: MOST }) ?? DEFAULT_COUNT,
    from: integerOption(input, 'from', { least: 0, most: MOST }) ?? 0,
  }
}
