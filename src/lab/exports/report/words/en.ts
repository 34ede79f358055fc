import type { Task } from '../../../../core/dataset/table.ts'
import type { LedgerEntry } from '../../../../core/dataset/ledger.ts'
import { checkCoded } from '../../../../core/diagnostics/checks/checkTable.ts'
import type { DiagnosisSection } from '../../../../core/diagnostics/diagnosisDocument.ts'
import type { CheckFinding } from '../../../../core/diagnostics/checks/check.ts'
import type { Finding } from '../../../../core/diagnostics/finding.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import { titleOf } from '../../../../core/metrics/metrics.ts'
import type { ConstantModel } from '../../../../core/run/constantModels.ts'
import type { DatasetDocument } from '../../../../core/run/runDocument.ts'
import { partialWords } from '../../../../core/run/scoredFolds.ts'
import type { ScoredFolds } from '../../../../core/run/scoredFolds.ts'
import { undefinedWords } from '../../../../core/run/undefinedScores.ts'
import type { UndefinedScores } from '../../../../core/run/undefinedScores.ts'
import type { VerdictKind } from '../../../../core/statistics/verdict.ts'
import { headlineOf } from '../../../../core/statistics/verdict.ts'

const plural = (count: number, noun: string, text = String(count)) => `${text} ${noun}${count === 1 ? '' : 's'}`

/** Rows, features and target of a dataset. */
export type DataSize = Pick<DatasetDocument, 'rows' | 'features' | 'target'>

/** Every text of a report that is not in the run's document. */
export const EN = {
  language: 'en',
  metricTitle: (metric: Metric, positiveClass: string | undefined): string => titleOf(metric, positiveClass),
  loss: 'loss',
  interval: (low: string, high: string) => `${low} to ${high}`,
  intervalHead: '95 % interval',
  byline: (run: string, time: string, data: string, version: string) =>
    `Run ${run}, ${time} UTC. ${data}. Holdout ${version}.`,
  theData: 'The data',
  betweenSentences: ' ',
  dataLine: (file: string, { rows, features, target }: DataSize, count: (value: number) => string) =>
    `${file}: ${plural(rows, 'row', count(rows))}, ${plural(features, 'feature', count(features))}, target ${target}`,
  author: (name: string) => `By ${name}.`,

  headline: {
    noWholeModel: 'No model has a score over all folds.',
    noModel: 'No model has a score.',
    reaches: (name: string, score: string) => `${name} reaches ${score}.`,
    better: (name: string) => `${name} is better.`,
    best: (name: string) => `${name} is best.`,
    same: 'Practically the same.',
    noDifference: 'Probably no meaningful difference.',
    cannotTellBetter: 'Cannot tell yet which is better.',
    cannotTellBest: 'Cannot tell yet which is best.',
    share: (range: string, title: string) => `${range} % ${title}`,
    value: (range: string, title: string) => `a ${title} of ${range}`,
    spread: (range: string, isPoints: boolean) => `${range}${isPoints ? ' points' : ''} (standard deviation)`,
    foldsDiffer: (folds: number, spread: string) => `Its ${String(folds)} folds differ by ${spread}.`,
    range: (folds: number, isByRow: boolean, models: number, scores: string) =>
      `${folds === 1 ? 'On one split' : `Over the same ${String(folds)} folds${isByRow ? ' of a single row each' : ''}`} the ${String(models)} models reach ${scores}`,
    sentence: (words: string) => `${words}.`,
    rangeEnd: (spread: string) => `, while the folds of any one of them differ by ${spread}`,
    partial: (name: string, score: string, folds: string) =>
      `${name} has ${score} over ${folds} only, and is not ranked with the others.`,
    partialFolds: (folds: ScoredFolds): string => partialWords(folds) ?? '',
    undefinedScore: (title: string, found: UndefinedScores, task: Task) =>
      `The ${title} is ${undefinedWords(found, task)}; it is left out there.`,
    chance: (label: string, percent: string) => `Always saying “${label}” would reach ${percent} %.`,
    notFinished: (fits: number, planned: number) =>
      `The run did not come to its end: ${String(fits)} of ${String(planned)} fits are in.`,
    diverged: (failed: number) =>
      failed === 1 ? 'One fit diverged and is in no score.' : `${String(failed)} fits diverged and are in no score.`,
    manyComparisons: (count: number, percent: string) =>
      `With ${String(count)} comparisons there is a ${percent} % chance of at least one false positive. Use the adjusted p-values.`,
    optimistic: (models: number) =>
      `The score of the best of ${String(models)} is optimistic, because the folds that picked it also score it. Use nested validation for an unbiased estimate.`,
    nested: (score: string) => `Picked by inner folds and scored on outer ones, the winner reaches ${score}.`,
    constant: ({ name, constant, of }: ConstantModel, isRegression: boolean) =>
      `${name} predicts ${isRegression ? 'almost the same value' : 'the same class'} for all held-out rows in ${constant === of ? 'every fold' : `${String(constant)} of ${String(of)} folds`}: there it has learned nothing from the features.`,
  },

  scoring: {
    positive: (label: string, isRarer: boolean) =>
      `Precision, recall, F1 and average precision are about “${label}”${isRarer ? ', the rarer class' : ''}.`,
    weighted:
      'Scores named “rows weighted” count every row by its weight, as training does, and rank the models; the others count every row once.',
  },

  scores: {
    model: 'Model',
    sd: 'SD of folds',
    sampleSd: 'Sample SD',
    parameters: 'Parameters',
    time: 'Time',
    note: 'Mean over held-out folds. SD of folds: population, as numpy’s std(); sample SD: divisor n − 1.',
    method: (method: string) => `Interval: ${method}.`,
    noInterval: 'No interval: it takes two folds.',
    timeNote: 'Time: share of the training process; fits that train together share it.',
    diverged: (failed: number, fits: number) => `${String(failed)} of ${String(fits)} fits diverged`,
    best: (shown: number, of: number) =>
      `The best ${String(shown)} of ${String(of)}, best first; all are in the appendix.`,
    figure: (title: string) =>
      `Figure 1. Held-out ${title} of each fold, mean (bar) and one SD (line). Equal scores are stacked.`,
    figureSome: (shown: number, of: number) => `The best ${String(shown)} of ${String(of)}.`,
    figureLabel: (title: string, names: string) => `Held-out ${title} of each fold for ${names}`,
  },

  references: {
    title: 'Is the network worth it?',
    model: 'Reference model',
    minus: (name: string | undefined) => `${name ?? 'Network'} minus it`,
    adjustedP: 'Adjusted p',
    networkBetter: 'Network better',
    verdict: 'Verdict',
    leftOut: (reason: string) => `Left out. ${reason}`,
    note: 'Fitted on the same folds, training rows and target as the networks. Class shares and mean: the prediction without any feature. Logistic and ridge regression: penalty 1, solved to convergence. Nearest neighbours: the five nearest. Random forest and gradient boosting: Yggdrasil Decision Forests with its own defaults; categories and missing cells as they are. Adjusted p: corrected resampled t-test, for the number of reference models (Holm).',
    nameOf: (name: string): string => name,
    /** Names of reference models are common nouns. */
    nameInSentence: (name: string): string => name.charAt(0).toLowerCase() + name.slice(1),
    nothingShown: (words: string, numbers: string) =>
      `Nothing here is shown to be better than guessing: ${words} ${numbers}.`,
    sentence: (words: string, numbers: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)} ${numbers}.`,
    better: (network: string, reference: string) => `${network} is better than ${reference}`,
    worse: (reference: string) => `${reference} is better than every network here`,
    asGood: (reference: string) => `no network here is better than ${reference}, which is as good`,
    cannotTell: (reference: string) => `no network here is shown to be better than ${reference}`,
    numbers: (pair: string, difference: string, interval: string, p: string) =>
      `(${pair}: ${difference}${interval}, adjusted p ${p})`,
    pair: (network: string, reference: string) => `${network} minus ${reference}`,
    unitPoints: (difference: string) => `${difference} points`,
    unitOf: (difference: string, title: string) => `${difference} in ${title}`,
    interval: (low: string, high: string) => `, 95 % interval ${low} to ${high}`,
  },

  comparisons: {
    title: 'Are the differences real?',
    nothing: 'Fewer than two folds are shared by two models: there is nothing to test.',
    pair: 'Pair',
    pairOf: (first: string, second: string) => `${first}, ${second}`,
    points: 'Points',
    difference: 'Difference',
    p: 'p',
    adjustedP: 'Adjusted p',
    first: 'First',
    equal: 'Equal',
    second: 'Second',
    verdict: 'Verdict',
    verdictOf: (kind: VerdictKind, first: string, second: string) => headlineOf(kind, first, second),
    some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)} comparisons.`,
    note: (folds: number, comparisons: number, zone: string) =>
      `On ${String(folds)} shared folds. p: corrected resampled t-test (Nadeau and Bengio), adjusted for ${plural(comparisons, 'comparison')} after Holm. First, equal, second: the chance that the first or the second is better, or both equal within ±${zone} (Bayesian correlated t-test, Benavoli and others). At 95 % or more, both are called practically the same, or one is called better where the adjusted p is below 0.05 too. At 75 % or more for equal: probably no meaningful difference.`,
    zone: (points: string) => `${points} point`,
    noInterval:
      'Where all folds differ by the same amount there is no interval: it says nothing about how far other folds would differ.',
    settling: (first: string, second: string, percent: string, most: number, range: string) =>
      `There is a ${percent} % chance that up to ${String(most)} repeats of the folds in all settle ${first} against ${second}${range}. More certainty takes more rows.`,
    settlingRange: (range: string) => `; where they do, it takes ${range} in 8 of 10 cases`,
    lessThanOne: 'less than 1',
  },

  optimism: {
    title: 'What did choosing the best cost?',
    estimate: (winner: string, candidates: number) => `Estimate for ${winner}, best of ${String(candidates)}`,
    change: 'Change',
    from: 'From',
    naive: 'Mean over folds',
    naiveFrom: 'The folds that chose it also score it.',
    tibshirani: 'Tibshirani and Tibshirani',
    tibshiraniFrom: 'How far the best of each fold is ahead of it there; on small folds this takes away too much.',
    bootstrap: 'Bootstrap bias corrected',
    bootstrapFrom: (samples: number) =>
      `Choosing on rows drawn with replacement, scoring on the rest, ${String(samples)} times.`,
    label: (title: string, winner: string) => `Estimates of the ${title} of ${winner} on new rows`,
    note: 'Tibshirani and Tibshirani (2009); Tsamardinos, Greasidou and Borboudakis (2018). Nothing is trained again for them.',
    nested: 'A nested protocol trains again, and estimates it without such assumptions.',
    sentence: (winner: string, candidates: number, naive: string, corrected: string, low: string, high: string) =>
      `${winner} was chosen as the best of ${String(candidates)} on the folds that score it: its ${naive} is expected to be ${corrected} on new rows (bootstrap bias corrected, 95 % interval ${low} to ${high}).`,
  },

  effects: {
    title: 'What did each setting change?',
    setting: 'Setting',
    candidates: 'Candidates',
    change: 'Change',
    readsAs: 'Reads as',
    baseline: 'compared with',
    difference: 'a difference',
    noise: 'within the noise',
    note: 'Each value against the first one of its setting, the other settings being equal: a least squares fit on all settings, fold by fold. The interval allows for the folds, which share training rows, and for the candidates that happened to be tried. It is an average over good and bad settings, which need not hold for the best ones. One seed: another changes single networks by more than most settings do.',
    axis: (title: string, isPoints: boolean) => `Change of ${title}${isPoints ? ', points' : ''}`,
    label: (axis: string) => `${axis}, of each value against the first one, with 95 % intervals`,
    together: 'Which settings act together?',
    none: (pairs: number) =>
      `No interaction is shown: in ${String(pairs)} pairs of values the effect of one setting did not depend on the other by more than the noise of the folds.`,
    settings: 'Settings',
    beyond: 'Beyond the sum',
    adjustedP: 'Adjusted p',
    some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)}.`,
    togetherNote: (pairs: number) =>
      `How much both values together change the score beyond the sum of what each changes alone, after the effects of all settings are taken out. t-test over folds and candidates, adjusted for ${String(pairs)} pairs of values after Holm.`,
  },

  curves: {
    title: 'How they learned',
    note: 'Thin: each fold, held out. Thick: their mean. Dashed grey: mean over folds on the training rows, as a running mean within each epoch. No smoothing. Folds far above every mean leave the axis of the loss.',
    epoch: 'Epoch',
    training: (heading: string) => `${heading}, training`,
    heldOut: (heading: string) => `${heading}, held out`,
    label: (name: string, title: string) => `${name}: ${title} by epoch, training and held out`,
  },

  folds: {
    title: 'Fold by fold',
    fold: 'Fold',
    repeatFold: 'Repeat.fold',
    diverged: 'diverged',
    note: (heading: string) => `${heading} on held-out rows.`,
  },

  metrics: {
    title: 'All scores',
    score: 'Score',
    note: 'Mean ± population SD over folds. A dash: not defined in any fold.',
  },

  diverged: {
    title: 'Diverged fits',
    repeat: 'Repeat',
    outer: 'Inside outer fold',
    learningRate: 'Learning rate',
    some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)}.`,
    note: 'Their loss became infinite or no number. They are counted as failed and are in no mean above.',
  },

  checks: {
    title: 'Checks',
    check: 'Check',
    found: 'What was found, and what to do',
    none: 'None of the checks found anything.',
    silenced: (codes: string) => `Silenced: ${codes}.`,
    severity: (severity: string): string => severity,
    text: ({ code, title }: CheckFinding): string => `${title}. ${checkCoded(code)?.advice ?? ''}`,
  },

  diagnoses: {
    title: 'Where the models are wrong',
    threshold: (name: string, value: string) =>
      `${name}: the threshold ${value} was chosen and stored with the run. Counts and scores of classes are at this threshold.`,
    note: 'All numbers are of held-out rows.',
    section: (section: DiagnosisSection): DiagnosisSection => section,
    unavailable: (reason: string): string => reason,
  },

  data: {
    title: 'The data',
    file: 'File',
    rows: 'Rows',
    features: 'Features',
    target: 'Target',
    classes: 'Classes',
    findings: 'Pre-flight findings',
    kind: 'Kind',
    column: 'Column',
    found: 'What was found',
    fix: 'How to fix it',
    table: 'whole table',
    wholeFile: 'whole file',
    severity: (severity: string): string => severity,
    finding: ({ message }: Finding): string => message,
    fixOf: ({ fix }: Finding): string => fix,
    ledger: 'Import ledger',
    noChanges: 'The import made no changes.',
    count: 'Count',
    changed: 'What was changed or guessed',
    lines: 'Lines, up to five',
    entry: ({ message }: LedgerEntry): string => message,
  },

  method: {
    title: 'How it was done',
    text: 'Whatever learns from data (filling gaps, scaling, encoding, class weights, early stopping) was fitted on the training rows of each fold alone. Every model saw the same folds.',
    backend: 'Backend',
    threads: 'Threads',
    threadsOf: (within: number, between: number) =>
      `${String(within)} within and ${String(between)} between operations`,
    seed: 'Seed',
    overrides: 'Given for this run',
    place: 'Trained at',
    /** Parts of a run on a place; `losses`: how often one was trained again. */
    partsOf: (parts: number, nodes: readonly string[], losses: number) => {
      const again = `${plural(losses, 'part')} trained again after a trainer or a node was lost`
      return `${plural(parts, 'part')}${nodes.length > 0 ? ` on ${nodes.join(', ')}` : ''}${losses > 0 ? `, ${again}` : ''}`
    },
    agreed: {
      now: 'the person agreed that the dataset is copied there',
      earlier: 'the person had agreed earlier that the dataset is copied there',
    },
    machine: 'Machine',
    machineOf: (cpu: string, cores: number, memory: string) => `${cpu}, ${String(cores)} cores, ${memory} GiB`,
    system: 'System',
    learned: 'What was learned of each column',
    fill: 'Fill value',
    center: 'Center',
    scale: 'Scale',
    levels: 'Levels in training rows',
    levelsOf: (levels: string, all: number) => `${levels} of ${String(all)}`,
    learnedNote: (splits: number) =>
      `Lowest to highest over ${String(splits)} splits, each learned from the training rows of that split.`,
    learnedSome: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)} columns.`,
    proof:
      '"holdout runs verify RUN --fit-scope" computes this anew from the data and proves that no held-out row took part.',
  },

  experiment: {
    title: 'To run it again',
    text: 'Save this as a file beside the data and give it to "holdout run".',
    label: 'Experiment file',
  },

  appendix: {
    title: 'Appendix',
    allCandidates: 'All candidates',
    fingerprints: 'Fingerprints',
    dataHash: 'SHA-256 of the data',
    prepared: 'What each fold was prepared by',
    trainRows: 'Training rows',
    testRows: 'Held-out rows',
    filled: 'Filled cells',
    unseen: 'Unseen categories',
    fingerprint: 'Fingerprint of what was fitted',
    some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)} splits.`,
  },
}

/** The texts of a report in one language. */
export type ReportWords = typeof EN
