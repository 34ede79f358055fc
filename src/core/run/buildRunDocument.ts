import type { LedgerEntry } from '../dataset/ledger.ts'
import type { Finding } from '../diagnostics/preflight/preflight.ts'
import type { ResolvedExperiment } from '../experiment/experiment.ts'
import { compareModels, compareReferences } from './compareModels.ts'
import { isRepeatable } from '../split/validationFields.ts'
import { positiveClassIn } from './positiveClassIn.ts'
import { rankingMetric } from '../experiment/resolve/rankingMetric.ts'
import { modelDocument } from './modelDocument.ts'
import { nestedDocument } from './nestedDocument.ts'
import { referenceDocuments } from './referenceDocument.ts'
import type { DatasetDocument, EnvironmentDocument, ModelDocument, RunDocument } from './runDocument.ts'
import { optimismDocument } from './sweepOptimism.ts'
import type { RunState } from './runState.ts'
import type { RunPlace } from './shardState.ts'

/** What a document says that the run's events do not. */
export interface RunContext {
  readonly runId: string
  readonly experiment: ResolvedExperiment
  /** The experiment file, as text. */
  readonly experimentText: string
  readonly dataset: DatasetDocument
  readonly findings?: readonly Finding[]
  readonly ledger: readonly LedgerEntry[]
  /** Trained weights and biases of each candidate. */
  readonly parameters: readonly number[]
  /** ISO 8601. */
  readonly startedAt: string
  readonly environment: EnvironmentDocument
  /** Where it is trained; absent: on this machine. */
  readonly place?: RunPlace
  /** What differed from the experiment file. */
  readonly overrides?: RunDocument['overrides']
}

export interface RunDocumentOptions {
  /** Keeps the history of every fit: one number per epoch and metric. */
  readonly histories?: boolean
}

/** The result of a run so far as one JSON document. A run without an end is reported as stopped. */
export function buildRunDocument(state: RunState, context: RunContext, options: RunDocumentOptions = {}): RunDocument {
  const { experiment } = context
  const ranking = rankingMetric(experiment)
  const models = experiment.candidates.map((candidate, index): ModelDocument =>
    shown(
      modelDocument(candidate, state.candidates[index], context.parameters[index], options.histories ?? false),
      experiment,
    ),
  )
  const nested = nestedDocument(experiment.validation, models)
  const { references, referencesLeftOut } = referenceDocuments(state.references, experiment)
  const optimism = nested ? undefined : optimismDocument(models, ranking, state.optimism)
  const ground = { metric: ranking, isRepeatable: isRepeatable(experiment.validation) }
  return {
    holdout: 1,
    run: context.runId,
    name: experiment.name,
    ...(experiment.description !== undefined && { description: experiment.description }),
    task: experiment.task,
    seed: experiment.seed,
    ...(context.overrides && { overrides: context.overrides }),
    ...(context.place && { place: { ...context.place, parts: state.shards } }),
    startedAt: context.startedAt,
    seconds: state.atMs / 1000,
    end: state.end ?? { kind: 'stopped' },
    dataset: context.dataset,
    ...positiveClassIn(experiment, context.dataset),
    backend: state.backend ?? null,
    models,
    primaryMetric: ranking.name,
    comparisons: [...compareModels(models, ground), ...compareReferences(models, references ?? [], ground)],
    ...(references && { references }),
    ...(referencesLeftOut && { referencesLeftOut }),
    ...(nested && { nested }),
    ...(optimism && { optimism }),
    notices: state.notices,
    ...(context.findings && { findings: context.findings }),
    ledger: context.ledger,
    environment: context.environment,
    experiment: context.experimentText,
  }
}

/** As it is built without histories. */
export function withoutHistories(document: RunDocument): RunDocument {
  const models = document.models.map((model) => ({
    ...model,
    fitResults: model.fitResults.map(({ history: _, ...fit }) => fit),
  }))
  return { ...document, models }
}

/** With the scores the experiment names for the model, in its order; all of them where it names none. */
function shown(model: ModelDocument, { metrics: choice }: ResolvedExperiment): ModelDocument {
  if (!choice || !Object.hasOwn(choice.shown, model.model)) return model
  const names = choice.shown[model.model].filter((name) => Object.hasOwn(model.metrics, name))
  return { ...model, metrics: Object.fromEntries(names.map((name) => [name, model.metrics[name]])) }
}
