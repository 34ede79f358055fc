import type { Task } from '../../../../core/dataset/table.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import { titleOf } from '../../../../core/metrics/metrics.ts'
import type { ConstantModel } from '../../../../core/run/constantModels.ts'
import type { DatasetDocument } from '../../../../core/run/runDocument.ts'
import { partialWords } from '../../../../core/run/scoredFolds.ts'
import type { ScoredFolds } from '../../../../core/run/scoredFolds.ts'
import { undefinedWords } from '../../../../core/run/undefinedScores.ts'
import type { UndefinedScores } from '../../../../core/run/undefinedScores.ts'
import type { VerdictKind } from '../../../../core/statistics/verdict.ts'
import type { ReportLanguage } from '../../../../core/report/reportOptions.ts'
import { headlineOf } from '../../../../core/statistics/verdict.ts'
import { plural } from './plural.ts'

/** Rows, features and target of a dataset. */
export type DataSize = Pick<DatasetDocument, 'rows' | 'features' | 'target'>

/** Texts that several sections of a report share, those above the sections, and those of sentences. A section has its own. */
export const EN = {
  language: 'en' as ReportLanguage,
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
    corrected: (winner: string, candidates: number, naive: string, corrected: string, low: string, high: string) =>
      `${winner} was chosen as the best of ${String(candidates)} on the folds that score it: its ${naive} is expected to be ${corrected} on new rows (bootstrap bias corrected, 95 % interval ${low} to ${high}).`,
  },

  scoring: {
    positive: (label: string, isRarer: boolean) =>
      `Precision, recall, F1 and average precision are about “${label}”${isRarer ? ', the rarer class' : ''}.`,
    weighted:
      'Scores named “rows weighted” count every row by its weight, as training does, and rank the models; the others count every row once.',
  },

  /** Heads of columns. */
  heads: {
    model: 'Model',
    sd: 'SD of folds',
    time: 'Time',
    fold: 'Fold',
    repeat: 'Repeat',
    epoch: 'Epoch',
    column: 'Column',
  },
  severity: (severity: string): string => severity,
  verdictOf: (kind: VerdictKind, first: string, second: string) => headlineOf(kind, first, second),

  references: {
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
}

/** The texts of a report in one language. */
export type ReportWords = typeof EN
