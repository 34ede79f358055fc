import { computed, ref, watch, type ComputedRef } from 'vue'
import type { RunStatus } from '../../../../contract/runs.ts'
import { metricNamed } from '../../../../core/metrics/metrics.ts'
import { bestOf, fitsInOrder, heldOutName } from '../../../../core/run/candidateScore.ts'
import { collapsedAt } from '../../../../core/run/collapsedAt.ts'
import { foldFan } from '../../../../core/run/foldFan.ts'
import { runProgress } from '../../../../core/run/runProgress.ts'
import { useI18n } from '../../i18n/useI18n.ts'
import type { LiveRun } from './runStore.ts'
import { useLeadingMetricStore } from '../../stores/leadingMetricStore.ts'
import { useSystemStore } from '../../stores/systemStore.ts'
import type { RunState as ShownState } from '../../ui/index.ts'

/** A fold that asks for attention. */
export interface Flag {
  /** Position among the fits shown. */
  readonly fit: number
  readonly kind: 'collapsed' | 'constant' | 'diverged'
  /** Position in the history. */
  readonly at: number
  readonly learningRate?: number
}

const STATES: Readonly<Record<RunStatus, ShownState>> = {
  waiting: 'waiting',
  running: 'running',
  paused: 'paused',
  finished: 'done',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
  away: 'away',
}

/** What the run room shows of a run: the candidate in sight, its folds, and what is wrong with them. */
export function useRunView(run: () => LiveRun) {
  const state = runStatus(run)
  const { header, isOver } = state
  const { current, candidate, choose } = candidateInSight(run, isOver)
  const fits = computed(() => fitsInOrder(candidate.value))
  const singled = ref<number>()
  /** Position in the history that is looked at; absent: the newest. */
  const pointed = ref<number>()
  watch([current, () => header.value.runId], () => {
    singled.value = undefined
    pointed.value = undefined
  })

  const scores = shownScores(run, fits)
  const { metric, foldMetric } = scores
  const fans = computed(() => ({
    heldOut: foldFan(fits.value, heldOutName(metric.value)),
    train: foldFan(fits.value, metric.value),
    heldOutLoss: foldFan(fits.value, 'valLoss'),
    trainLoss: foldFan(fits.value, 'loss'),
  }))
  const flags = computed((): Flag[] => fits.value.flatMap((fit, index) => flagsOf(fit, index, header.value)))
  /** Looks at an epoch; one that is not there yet, or `undefined`, looks at the newest. */
  function pointAt(epoch: number | undefined): void {
    const last = fans.value.heldOut.mean.length - 1
    const at = epoch === undefined ? -1 : Math.round((epoch - 1) / header.value.stride)
    pointed.value = at < 0 || at > last ? undefined : at
  }
  const epochAt = (position: number) => 1 + position * header.value.stride

  const risenSince = computed(() => {
    const lowest = clearlyRisenFrom(fans.value.heldOutLoss.mean)
    return lowest === undefined ? undefined : epochAt(lowest)
  })
  /** Lets one fold stand out, or none. */
  const single = (fit: number | undefined) => (singled.value = fit)
  const bestOfFit = (index: number) =>
    bestOf(fits.value[index], heldOutName(foldMetric.value), metricNamed(foldMetric.value)?.isGreaterBetter ?? true)

  const shown = { current, choose, candidate, fits, singled, single, pointed, pointAt, epochAt }
  return { ...state, ...shown, ...scores, fans, flags, risenSince, bestOfFit }
}

/** Where a run stands. */
function runStatus(run: () => LiveRun) {
  const { t } = useI18n()
  const system = useSystemStore()
  const header = computed(() => run().header)
  const entry = computed(() => system.queue.find(({ runId }) => runId === header.value.runId))
  const status = computed(() => (run().end?.kind === 'crashed' ? 'interrupted' : (entry.value?.status ?? run().status)))
  const shownState = computed(() => STATES[status.value])
  const isOver = computed(() => !['waiting', 'running', 'paused'].includes(status.value))
  /** On a place a run may have failed for a reason that is fixed there. */
  const canResume = computed(
    () =>
      ['paused', 'stopped', 'interrupted', 'away'].includes(status.value) ||
      (status.value === 'failed' && header.value.place !== undefined),
  )
  const resumeText = computed(() => t(status.value === 'away' ? 'run.place.listen' : 'run.resume'))
  const progress = computed(() => run().progress ?? runProgress(run().state))

  return { header, status, shownState, isOver, canResume, resumeText, progress }
}

/** The candidate that is shown. */
function candidateInSight(run: () => LiveRun, isOver: ComputedRef<boolean>) {
  const chosen = ref<number>()
  const lastRunning = ref<number>()
  /** The candidate that was clicked, else the one that trains, else the last that was heard of. */
  const current = computed(() => {
    const { candidates } = run().state
    if (chosen.value !== undefined && chosen.value < candidates.length) return chosen.value
    const running = candidates.findLastIndex((one) => one.status === 'running')
    if (running >= 0) return running
    if (lastRunning.value !== undefined) return lastRunning.value
    return isOver.value ? 0 : Math.max(0, lastHeardOf(candidates))
  })
  // When the last one ends the page stays where it was looked at.
  watch(
    current,
    (index) => {
      if (run().state.candidates[index].status === 'running') lastRunning.value = index
    },
    { immediate: true },
  )
  const candidate = computed(() => run().state.candidates[current.value])

  watch(
    () => run().header.runId,
    () => {
      chosen.value = undefined
      lastRunning.value = undefined
    },
  )

  return { current, candidate, choose: (index: number) => (chosen.value = index) }
}

type Fit = ReturnType<typeof fitsInOrder>[number]

/** Which scores candidates, folds and charts are shown with. */
function shownScores(run: () => LiveRun, fits: ComputedRef<readonly Fit[]>) {
  const chosenMetric = useLeadingMetricStore()
  const header = computed(() => run().header)
  /** What the upper chart shows: the score that leads, where every epoch records it, else the second value that is recorded. */
  const metric = computed(() => {
    const [first] = fits.value
    if (first && heldOutName(leading.value) in first.history) return leading.value
    if (header.value.task !== 'regression') return 'accuracy'
    return fits.value.some(({ history }) => 'meanAbsoluteError' in history)
      ? 'meanAbsoluteError'
      : 'rootMeanSquaredError'
  })
  /** Scores that the run has, once a fit is scored. */
  const scoreNames = computed(() => {
    const scored = run().state.candidates.flatMap((one) => [...one.fits.values()].find(({ scores }) => scores) ?? [])
    return Object.keys(scored.at(0)?.scores ?? {})
  })
  /** The score that candidates and folds are shown with. */
  const leading = computed(() => chosenMetric.of(header.value.primaryMetric, scoreNames.value))
  /** The score of the table of folds: what epochs record, until folds have their scores. */
  const foldMetric = computed(() => (fits.value.some(({ scores }) => scores) ? leading.value : metric.value))
  const isFraction = computed(() => metricNamed(metric.value)?.isFraction ?? false)

  return { metric, scoreNames, leading, foldMetric, isFraction }
}

/** What of a fold asks for attention. */
function flagsOf(fit: Fit, index: number, { stride, classCounts }: LiveRun['header']): Flag[] {
  if (fit.diverged) {
    const at = Math.floor((fit.diverged.epoch - 1) / stride)
    return [{ fit: index, kind: 'diverged', at, learningRate: fit.diverged.learningRate }]
  }
  const at = collapsedAt(fit, classCounts)
  if (at !== undefined) return [{ fit: index, kind: 'collapsed', at }]
  return fit.preparation?.isConstant
    ? [{ fit: index, kind: 'constant', at: Math.max(0, (fit.history['loss']?.length ?? 0) - 1) }]
    : []
}

/** Position from which the mean held-out loss has only been higher, where it has risen clearly since. */
function clearlyRisenFrom(mean: readonly number[]): number | undefined {
  let lowest = 0
  mean.forEach((value, at) => {
    if (value < mean[lowest]) lowest = at
  })
  const last = mean.at(-1)
  const isClear = last !== undefined && mean.length - lowest > MANY && last > mean[lowest] * RISEN
  return isClear ? lowest : undefined
}

function lastHeardOf(candidates: LiveRun['state']['candidates']): number {
  return candidates.findLastIndex(({ fits }) => fits.size > 0)
}
export type RunViewModel = ReturnType<typeof useRunView>

/** Entries of the history after the lowest mean loss, and how much higher the newest is, before that is said. */
const MANY = 10
const RISEN = 1.1
