import { EXIT } from '../../core/errors.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { verifyFitScope } from '../../lab/runs/replay/verifyFitScope.ts'
import { verifyRun } from '../../lab/runs/replay/verifyRun.ts'
import type { Verification } from '../../core/run/verification.ts'
import { ChildProcessTrainer } from '../../lab/trainers/childProcessTrainer.ts'
import { isGiven } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { openProgressView } from '../progress/openProgressView.ts'
import { StopRequests } from '../stopRequests.ts'
import type { Terminal } from '../terminal.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'
import { fitScopeText } from './fitScopeText.ts'
import { verificationText } from './verificationText.ts'

/** `holdout runs verify`. */
export const runsVerify: Command = {
  name: 'runs verify',
  parameters: 'RUN',
  summary: 'train a run again and compare every fit, bit by bit, with what is stored',
  positionals: [1, 1],
  options: {
    'fit-scope': {
      type: 'boolean',
      help: 'prove from the data, without training, that no held-out row took part in what was fitted',
    },
    ...WORKSPACE_OPTION,
  },
  notes: ['Writes nothing. Exit code 0 where all fits are identical (or the proof holds), 4 where not.'],
  run: async (input, terminal) => {
    if (isGiven(input, 'fit-scope')) return proveFitScope(input, terminal)
    const stops = new StopRequests()
    try {
      return await verify(input, terminal, stops)
    } finally {
      stops.close()
    }
  },
}

function proveFitScope(input: CommandInput, terminal: Terminal): Promise<number> {
  return withWorkspace(input, 'read', 'holdout runs', async (workspace) => {
    const proof = await verifyFitScope(workspace, findRun(workspace, input.positionals[0]))
    terminal.out(input.json ? `${JSON.stringify(proof)}\n` : fitScopeText(proof))
    return proof.isClean ? EXIT.done : EXIT.training
  })
}

function verify(input: CommandInput, terminal: Terminal, stops: StopRequests): Promise<number> {
  return withWorkspace(input, 'read', 'holdout runs', async (workspace) => {
    const view = openProgressView(terminal)
    const verification = await verifyRun(workspace, findRun(workspace, input.positionals[0]), {
      trainer: new ChildProcessTrainer(),
      onProgress: (state) => view.show(state),
      onStart: (session) => stops.handleSession(session),
    })
    view.close()
    terminal.out(input.json ? `${JSON.stringify(verification)}\n` : verificationText(verification))
    return exitCode(verification)
  })
}

function exitCode({ isIdentical, end }: Verification): number {
  if (end.kind === 'stopped') return EXIT.stopped
  return isIdentical ? EXIT.done : EXIT.training
}
