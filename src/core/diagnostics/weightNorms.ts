import { metricNamed } from '../metrics/metrics.ts'
import type { ExplainedFit } from './explainedFits.ts'
import type { LayerReport } from './explanation.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'

/** One layer over the models of all folds. */
export interface LayerNorms {
  readonly name: string
  readonly type: LayerReport['type']
  readonly units: number
  /** Norm of the weights into a unit: mean over units, and the largest. */
  readonly norm?: { readonly mean: Spread; readonly max: Spread }
  /** A max-norm constraint, and the share of units at its bound. */
  readonly limit?: { readonly maxValue: number; readonly share: Spread }
  /** Share of units whose output is the same for every training row. */
  readonly idle?: Spread
  /** Change of the weights in the last epoch, and since the first weights, as a share of their size. */
  readonly update?: Spread
  readonly moved?: Spread
}

/** What the networks of the folds look like, and how much better they are on rows they have learned from. */
export interface WeightNorms {
  readonly folds: number
  readonly layers: readonly LayerNorms[]
  /** Each score on training rows, without dropout, and on held-out rows. */
  readonly gaps: readonly { readonly metric: string; readonly training: Spread; readonly heldOut: Spread }[]
}

/** Joins what each fold's model says; `undefined` where none says anything. */
export function weightNorms(fits: readonly ExplainedFit[]): WeightNorms | undefined {
  const known = fits.filter(({ explanation: { layers } }) => layers !== undefined)
  if (known.length === 0) return undefined
  const first = known[0].explanation.layers ?? []
  return {
    folds: known.length,
    layers: first.map((layer, place) =>
      layerNorms(
        layer,
        known.flatMap(({ explanation: { layers } }) => layers?.at(place) ?? []),
      ),
    ),
    gaps: gapsOf(known),
  }
}

function layerNorms(first: LayerReport, all: readonly LayerReport[]): LayerNorms {
  const { name, type, units, norm, limit } = first
  const over = (value: (layer: LayerReport) => number | undefined) => spreadOf(all.map((layer) => value(layer) ?? null))
  return {
    name,
    type,
    units,
    ...(norm && { norm: { mean: over((layer) => layer.norm?.mean), max: over((layer) => layer.norm?.max) } }),
    ...(limit && {
      limit: { maxValue: limit.maxValue, share: over((layer) => layer.limit && layer.limit.units / limitedOf(layer)) },
    }),
    ...(first.idle !== undefined && { idle: over(({ idle }) => (idle !== undefined ? idle / units : undefined)) }),
    ...(first.update !== undefined && { update: over(({ update }) => update) }),
    ...(first.moved !== undefined && { moved: over(({ moved }) => moved) }),
  }
}

/** Norms that the constraint is about: one for each unit, or for each input where its axis is 1. */
function limitedOf({ limit, units }: LayerReport): number {
  return Math.max(units, limit?.units ?? 0)
}

function gapsOf(fits: readonly ExplainedFit[]): WeightNorms['gaps'] {
  const names = Object.keys(fits[0].explanation.trainScores ?? {}).filter((name) => metricNamed(name))
  return names.map((metric) => ({
    metric,
    training: spreadOf(fits.map(({ explanation: { trainScores } }) => trainScores?.[metric] ?? null)),
    heldOut: spreadOf(fits.map(({ scores }) => scores[metric] ?? null)),
  }))
}
