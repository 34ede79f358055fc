import { EXIT, HoldoutError } from '../../core/errors.ts'
import { diagnosisJson } from '../../core/diagnostics/diagnosisJson.ts'
import type { DiagnosedCandidate } from '../../core/diagnostics/diagnosisJson.ts'
import type { CandidateDiagnosis } from '../../contract/diagnostics.ts'
import { candidateSource } from '../../lab/diagnostics/candidateSource.ts'
import { diagnoseCandidate } from '../../lab/diagnostics/diagnoseCandidate.ts'
import { loadCandidate } from '../../lab/diagnostics/loadedCandidate.ts'
import { readTableFile } from '../../lab/workspace/storedTableFile.ts'
import { chosenCandidate } from '../../lab/diagnostics/chosenCandidate.ts'
import { silenceCheck, withSilenced } from '../../lab/diagnostics/silencedChecks.ts'
import { storeThreshold } from '../../lab/diagnostics/storeThreshold.ts'
import type { Workspace } from '../../lab/workspace/workspace.ts'
import { isGiven, textOption, textOptions } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { diagnosisText } from '../diagnose/diagnosisText.ts'
import { parseCosts } from '../diagnose/parseCosts.ts'
import { DEFAULT_IMPORTANCE } from '../../core/diagnostics/explainSettings.ts'
import { explainCandidate } from '../../lab/runs/replay/explainCandidate.ts'
import { ChildProcessTrainer } from '../../lab/trainers/childProcessTrainer.ts'
import { integerOption } from '../integerOption.ts'
import { openProgressView } from '../progress/openProgressView.ts'
import { StopRequests } from '../stopRequests.ts'
import { plainText } from '../plainText.ts'
import type { Terminal } from '../terminal.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** Rules that a threshold may be chosen by, beside a number. */
const RULES = ['half', 'f1', 'youden', 'cost'] as const

/** `holdout diagnose`: where a model is wrong, from its held-out predictions. */
export const diagnose: Command = {
  name: 'diagnose',
  parameters: 'RUN[/N]',
  summary: 'show where a model is wrong: confusion matrix, curves, calibration, residuals, hard rows',
  positionals: [1, 1],
  options: {
    threshold: {
      type: 'string',
      value: 'T',
      help: 'of two classes: the probability from which a row is called positive, or f1, youden or cost; the stored one unless given',
    },
    costs: {
      type: 'string',
      value: 'A,B,C,D',
      help: 'cost of true negative, false alarm, miss, true positive (0,1,1,0 unless given); of k classes k × k costs, row by row of the truth',
    },
    feature: {
      type: 'string',
      value: 'NAME',
      help: 'of a regression: the column that residuals are shown against; the one that accounts for most of them unless given',
    },
    silence: {
      type: 'string',
      multiple: true,
      value: 'CODE',
      help: 'silence a check for this run; may be given several times',
    },
    unsilence: { type: 'string', multiple: true, value: 'CODE', help: 'let a silenced check speak again' },
    'for-good': { type: 'boolean', help: 'with --silence or --unsilence: for all runs' },
    importance: {
      type: 'boolean',
      help: 'train the folds again, bit for bit, and keep what their models say: importance of columns, dependence, weights',
    },
    shuffles: {
      type: 'string',
      value: 'N',
      help: 'with --importance: shuffles of each column in each fold; 5 unless given',
    },
    individual: {
      type: 'string',
      value: 'N',
      help: 'with --importance: draw the dependence of N single held-out rows of each fold; none unless given',
    },
    together: { type: 'boolean', help: 'with --importance: shuffle highly correlated columns as one' },
    store: { type: 'boolean', help: 'store the threshold with the run: predict and reports then use it' },
    ...WORKSPACE_OPTION,
  },
  notes: [
    'RUN is an id, the beginning or end of one, or `latest`; RUN/N is one candidate, counted from 1.',
    'RUN alone means its best candidate by the metric that ranks.',
  ],
  run: async (input, terminal) => {
    const stops = new StopRequests()
    try {
      return await withWorkspace(input, isChange(input) ? 'write' : 'read', 'holdout diagnose', (workspace) =>
        diagnoseCommand(workspace, input, { terminal, stops }),
      )
    } finally {
      stops.close()
    }
  },
}

interface Surroundings {
  readonly terminal: Terminal
  readonly stops: StopRequests
}

async function diagnoseCommand(
  workspace: Workspace,
  input: CommandInput,
  { terminal, stops }: Surroundings,
): Promise<number> {
  const chosen = chosenCandidate(workspace, input.positionals[0])
  if (chosen.others > 0)
    terminal.err(
      `Note: the run has ${String(chosen.others + 1)} candidates; this is the best one. Name another by RUN/N.\n`,
    )
  silenceChecks(workspace, chosen.id, input)
  if (isGiven(input, 'importance') && !(await explain(workspace, chosen.id, input, { terminal, stops })))
    return EXIT.stopped
  const diagnosis = await computed(workspace, chosen.id, input)
  if (isGiven(input, 'store')) await store(workspace, diagnosis, terminal)
  if (input.json)
    terminal.out(`${JSON.stringify(diagnosisJson(described(diagnosis, chosen.number), diagnosis, diagnosis.checks))}\n`)
  else terminal.out(diagnosisText(diagnosis))
  return EXIT.done
}

function isChange(input: CommandInput): boolean {
  return (
    isGiven(input, 'importance') ||
    isGiven(input, 'store') ||
    [...textOptions(input, 'silence'), ...textOptions(input, 'unsilence')].length > 0
  )
}

/** Computes what the folds' models say by a replay; whether it came to its end. */
async function explain(
  workspace: Workspace,
  id: string,
  input: CommandInput,
  { terminal, stops }: Surroundings,
): Promise<boolean> {
  const shuffles = integerOption(input, 'shuffles', { least: 1, most: 1000 }) ?? DEFAULT_IMPORTANCE.shuffles
  const individual = integerOption(input, 'individual', { least: 0, most: 100 })
  const correlated = isGiven(input, 'together') ? 'together' : 'apart'
  const view = openProgressView(terminal)
  try {
    const end = await explainCandidate(
      workspace,
      id,
      { shuffles, correlated, ...(individual !== undefined && { individual }) },
      {
        trainer: new ChildProcessTrainer(),
        onProgress: (state) => view.show(state),
        onStart: (session) => stops.handleSession(session),
      },
    )
    return end.kind === 'explained'
  } finally {
    view.close()
  }
}

function silenceChecks(workspace: Workspace, id: string, input: CommandInput): void {
  const runId = isGiven(input, 'for-good') ? undefined : id.slice(0, id.lastIndexOf('/'))
  for (const code of textOptions(input, 'silence')) silenceCheck(workspace, code, runId, true)
  for (const code of textOptions(input, 'unsilence')) silenceCheck(workspace, code, runId, false)
}

async function computed(workspace: Workspace, id: string, input: CommandInput): Promise<CandidateDiagnosis> {
  const diagnosis = await diagnosed(workspace, id, input)
  return { ...diagnosis, checks: withSilenced(workspace, diagnosis.runId, diagnosis.checks) }
}

async function diagnosed(workspace: Workspace, id: string, input: CommandInput): Promise<CandidateDiagnosis> {
  const source = await candidateSource(workspace, id)
  const loaded = loadCandidate(source, readTableFile(source))
  const costs = parseCosts(textOption(input, 'costs'), loaded.heldOut.classes)
  const feature = textOption(input, 'feature')
  if (feature !== undefined) requireRegression(source.task)
  const request = { ...(costs && { costs }), ...(feature !== undefined && { feature }) }
  const threshold = thresholdOption(input)
  if (threshold === undefined) return diagnoseCandidate(source, loaded, request)
  requireBinary(source.task)
  if (typeof threshold === 'number') return diagnoseCandidate(source, loaded, { ...request, threshold })
  const { results } = diagnoseCandidate(source, loaded, { ...request, ids: ['thresholds'] })
  const found = results.thresholds?.find(({ rule }) => rule === threshold)
  return diagnoseCandidate(source, loaded, { ...request, ...(found && { threshold: found.threshold }) })
}

function thresholdOption(input: CommandInput): number | (typeof RULES)[number] | undefined {
  const text = textOption(input, 'threshold')
  if (text === undefined) return undefined
  const rule = RULES.find((name) => name === text)
  if (rule) return rule
  const threshold = text.trim() === '' ? NaN : Number(text)
  if (threshold >= 0 && threshold <= 1) return threshold
  throw new HoldoutError(
    'usage/bad-value',
    `--threshold: expected a number from 0 to 1, or one of ${RULES.join(', ')}; received ${JSON.stringify(text)}`,
    { hint: 'For example: --threshold 0.35' },
  )
}

function requireBinary(task: string): void {
  if (task === 'binary') return
  throw new HoldoutError('usage/not-binary', `--threshold needs a binary task; this run is ${task}.`, {
    hint: 'Leave --threshold out, or choose a run with two classes.',
  })
}

function requireRegression(task: string): void {
  if (task === 'regression') return
  throw new HoldoutError('usage/bad-value', `--feature needs a regression, which has residuals; this run is ${task}.`, {
    hint: 'Leave --feature out, or choose a run whose target is a number.',
  })
}

async function store(workspace: Workspace, { id, threshold }: CandidateDiagnosis, terminal: Terminal): Promise<void> {
  if (threshold === undefined) throw requireThreshold()
  await storeThreshold(workspace, id, { threshold })
  terminal.err(`Stored: threshold ${String(threshold)} of ${plainText(id)}.\n`)
}

function requireThreshold(): HoldoutError {
  return new HoldoutError('usage/not-binary', '--store needs a binary task, which has a threshold to store.', {
    hint: 'Leave --store out, or choose a run with two classes.',
  })
}

function described(
  { runId, name, task, threshold, positiveClass }: CandidateDiagnosis,
  number: number,
): DiagnosedCandidate {
  return {
    run: runId,
    candidate: name,
    number,
    task,
    threshold: threshold ?? null,
    positiveClass: positiveClass ?? null,
  }
}
