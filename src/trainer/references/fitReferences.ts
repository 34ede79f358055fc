/**
 * Fits the reference models of a job, one after the other, fold by fold, and tells what happens. Owns no process: it is
 * told when to stop and how much processor time it may take.
 */
import type { Table } from '../../core/dataset/table.ts'
import { toErrorData } from '../../core/errors.ts'
import { scoresOf } from '../group/scoreFit.ts'
import { truthOf } from '../job/truthOf.ts'
import type { Truth } from '../../core/metrics/scoreRows.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import { predictReference } from '../../core/references/predictReference.ts'
import type { ReferencePredictions } from '../../core/references/referenceFold.ts'
import { referenceFoldOf } from '../../core/references/referenceFoldOf.ts'
import { REFERENCES } from '../../core/references/referenceKind.ts'
import type { ReferenceKind, ReferenceSize } from '../../core/references/referenceKind.ts'
import type { ReferenceEnd, ReferenceFit, RunEvent } from '../../core/run/runEvent.ts'
import type { ReferenceJob } from '../../core/run/trainerJob.ts'
import { outermostOf } from '../../core/split/outermostOf.ts'
import { makeSplits } from '../../core/split/makeSplits.ts'
import type { Split } from '../../core/split/split.ts'
import { splitRowsOf } from '../../core/split/splitRowsOf.ts'
import type { TrainerControl } from '../job/trainerControl.ts'
import { loadTrees, predictTrees } from './predictTrees.ts'

/** Processor time that reference models may take in all where they have a budget, in seconds. */
export const MOST_SECONDS = 30

export interface ReferenceContext {
  readonly table: Table
  readonly control: TrainerControl
  readonly emit: (event: RunEvent) => void
  /** Milliseconds since the process began its work. */
  readonly now: () => number
  /** Processor time taken so far, and how much may be taken, in seconds. */
  readonly spent: () => number
  readonly budget: () => number
  /**
   * Fits some of the models at the same time; absent: all are fitted one after the other. Resolves to whether all of these came to an end.
   */
  readonly beside?: (kinds: readonly ReferenceKind[]) => Promise<boolean>
}

/** Fits the reference models of `job`. Returns whether all of them came to an end; `false` after a stop. */
export async function fitReferences(job: ReferenceJob, context: ReferenceContext): Promise<boolean> {
  const target = encodeTarget(context.table, job.task)
  const { validation } = job
  const outer = outermostOf(validation)
  const splits = makeSplits(outer, splitRowsOf(context.table, target), job.seed)
  const truth = truthOf(job, target, context.table)
  const work: Work = { job, context, target, truth, splits, isTimeSeries: outer.strategy === 'time-series' }
  const plans = plansOf(work)
  const others = context.beside ? kindsBeside(plans) : []
  const beside = others.length > 0 ? fitOthers(others, work) : undefined
  let isComplete = true
  for (const { kind, leftOut } of plans) {
    if (leftOut !== undefined) tellEnd(work, kind, { kind: 'leftOut', reason: leftOut })
    else if (isComplete && !others.includes(kind)) isComplete = await fitOne(kind, work)
  }
  return (await beside) !== false && isComplete
}

interface ReferencePlan {
  readonly kind: ReferenceKind
  /** Why it is not fitted. */
  readonly leftOut?: string
}

function plansOf(work: Work): readonly ReferencePlan[] {
  const { kinds, hasBudget } = work.job
  let expected = 0
  return kinds.map((kind): ReferencePlan => {
    const seconds = expectedSeconds(kind, work)
    if (hasBudget && expected + seconds > MOST_SECONDS) return { kind, leftOut: tooLong(seconds) }
    expected += seconds
    return { kind }
  })
}

/** The tree models take most of the time, each about half of it. */
function kindsBeside(plans: readonly ReferencePlan[]): readonly ReferenceKind[] {
  const fitted = plans.flatMap(({ kind, leftOut }) => (leftOut === undefined ? [kind] : []))
  return fitted.includes('forest') && fitted.includes('boosting') ? ['boosting'] : []
}

/** Where nothing can be fitted beside, that is the end of these models alone. */
async function fitOthers(kinds: readonly ReferenceKind[], work: Work): Promise<boolean> {
  try {
    return (await work.context.beside?.(kinds)) ?? true
  } catch (thrown) {
    for (const kind of kinds) tellEnd(work, kind, { kind: 'failed', error: toErrorData(thrown) })
    return true
  }
}

interface Work {
  readonly job: ReferenceJob
  readonly context: ReferenceContext
  readonly target: EncodedTarget
  readonly truth: Truth
  readonly splits: readonly Split[]
  readonly isTimeSeries: boolean
}

function tooLong(seconds: number): string {
  const length = seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`
  return `It takes about ${length} on these data, and all together may take ${String(MOST_SECONDS)} s. Name it under \`references\` to fit it all the same.`
}

function expectedSeconds(kind: ReferenceKind, { context, target, splits }: Work): number {
  const { features } = context.table
  const [{ train, test }] = splits
  const width = features.reduce((sum, feature) => sum + (feature.kind === 'number' ? 1 : feature.levels.length), 0)
  const size: ReferenceSize = {
    rows: train.length,
    heldOut: test.length,
    width,
    features: features.length,
    folds: splits.length,
    classes: target.classes.length,
  }
  // Preparing the rows of a fold comes before every kind.
  const preparing = ((train.length + test.length) * width) / 2e7
  return splits.length * (preparing + REFERENCES[kind].secondsPerFold(size))
}

/** Returns whether to go on with the next. */
async function fitOne(kind: ReferenceKind, work: Work): Promise<boolean> {
  const { emit, now, control, spent, budget } = work.context
  emit({ kind: 'referenceStarted', reference: kind, atMs: now() })
  const startedMs = now()
  const fits: ReferenceFit[] = []
  const seconds = () => (now() - startedMs) / 1000
  try {
    const predict = await predictorOf(kind, work)
    for (const split of work.splits) {
      if (!(await control.mayGoOn())) {
        tellEnd(work, kind, { kind: 'interrupted' }, seconds())
        return false
      }
      if (work.job.hasBudget && spent() > budget()) {
        tellEnd(work, kind, { kind: 'leftOut', reason: OVER_TIME }, seconds())
        return true
      }
      fits.push(fitOf(split, work, predict))
    }
    emit({ kind: 'referenceEnded', reference: kind, end: { kind: 'finished' }, fits, seconds: seconds(), atMs: now() })
  } catch (thrown) {
    tellEnd(work, kind, { kind: 'failed', error: toErrorData(thrown) }, seconds())
  }
  return true
}

const OVER_TIME =
  'It took longer than the networks and was given up. Name it under `references` to fit it all the same.'

function tellEnd({ context }: Work, reference: ReferenceKind, end: ReferenceEnd, seconds = 0): void {
  context.emit({ kind: 'referenceEnded', reference, end, fits: [], seconds, atMs: context.now() })
}

type Predictor = (split: Split) => ReferencePredictions

async function predictorOf(kind: ReferenceKind, work: Work): Promise<Predictor> {
  const { context, target, job, isTimeSeries } = work
  if (kind === 'forest' || kind === 'boosting') {
    // Each kind loads it anew: a library that ran out of memory is of no use any more.
    const library = await loadTrees()
    return (split) => predictTrees(library, kind, context.table, target, split)
  }
  const preprocessing = kind === 'neighbours' ? standardized(job.preprocessing) : job.preprocessing
  return (split) =>
    predictReference(kind, referenceFoldOf(context.table, target, preprocessing, split), { isTimeSeries })
}

/** Distances mean nothing among features of different units: those that are not scaled at all are standardized. */
function standardized(spec: ReferenceJob['preprocessing']): ReferenceJob['preprocessing'] {
  const { numeric } = spec
  return numeric.scale === 'none' ? { ...spec, numeric: { ...numeric, scale: 'standard' } } : spec
}

function fitOf(split: Split, { context, truth }: Work, predict: Predictor): ReferenceFit {
  const startedMs = context.now()
  const predictions = { rows: [...split.test], values: predict(split) }
  return {
    repeat: split.repeat,
    fold: split.fold,
    scores: scoresOf(truth, predictions),
    predictions,
    trainRows: split.train.length,
    testRows: split.test.length,
    seconds: (context.now() - startedMs) / 1000,
  }
}
