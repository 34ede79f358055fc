import { EXIT } from '../../core/errors.ts'
import { annotateRuns } from '../../lab/runs/store/annotateRuns.ts'
import type { Annotation } from '../../lab/runs/store/annotateRuns.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { summarizedRun } from '../../lab/runs/history/listRuns.ts'
import type { RunSummary } from '../../lab/runs/history/listRuns.ts'
import { isGiven, textOption, textOptions } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout runs note`. */
export const runsNote: Command = {
  name: 'runs note',
  parameters: 'RUN',
  summary: 'name, tag, star a run, or write a note to it',
  positionals: [1, 1],
  options: {
    name: { type: 'string', value: 'TEXT', help: 'call it so' },
    text: { type: 'string', value: 'TEXT', help: 'the note; empty takes it away' },
    tag: { type: 'string', multiple: true, value: 'TAG', help: 'add a tag; may be given several times' },
    untag: { type: 'string', multiple: true, value: 'TAG', help: 'take a tag away' },
    star: { type: 'boolean', help: 'mark it with a star' },
    unstar: { type: 'boolean', help: 'take the star away' },
    ...WORKSPACE_OPTION,
  },
  run: (input, terminal) =>
    withWorkspace(input, 'write', 'holdout runs', (workspace) => {
      const runId = findRun(workspace, input.positionals[0])
      annotateRuns(workspace, [runId], annotationOf(input, summarizedRun(workspace, runId)))
      const { name, note, tags, isStarred } = summarizedRun(workspace, runId)
      if (input.json) terminal.out(`${JSON.stringify({ run: runId, name, note, tags, isStarred })}\n`)
      else terminal.out(`Noted in ${runId}.\n`)
      return EXIT.done
    }),
}

function annotationOf(input: CommandInput, { tags }: RunSummary): Annotation {
  const name = textOption(input, 'name')
  const note = textOption(input, 'text')
  const untagged = new Set(textOptions(input, 'untag'))
  const isStarred = isGiven(input, 'star') ? true : isGiven(input, 'unstar') ? false : undefined
  return {
    ...(name !== undefined && { name }),
    ...(note !== undefined && { note }),
    ...(isStarred !== undefined && { isStarred }),
    tags: [...tags, ...textOptions(input, 'tag')].filter((tag) => !untagged.has(tag)),
  }
}
