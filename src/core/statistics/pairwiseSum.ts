/** Terms that are added with eight accumulators and not cut in two (numpy's `PW_BLOCKSIZE`). */
const BLOCK = 128
const LANES = 8

/**
 * The sum of `values` from `from` up to `to`, added in numpy's order: up to seven terms one after the other, up to 128 with
 * eight accumulators, more as the sum of two halves. So it equals `numpy.sum` of a contiguous array to the last bit, and an
 * order or a choice that hangs on the last bit is numpy's too. Source: `pairwise_sum` in numpy's `loops_utils.h.src`.
 */
export function pairwiseSum(values: ArrayLike<number>, from = 0, to = values.length): number {
  const count = to - from
  if (count < LANES) return sequentialSum(values, from, to, 0)
  if (count <= BLOCK) return blockSum(values, from, to)
  const half = Math.floor(count / 2)
  const middle = from + half - (half % LANES)
  return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to)
}

function blockSum(values: ArrayLike<number>, from: number, to: number): number {
  const lanes = Array.from({ length: LANES }, (_, lane) => values[from + lane])
  const whole = to - ((to - from) % LANES)
  for (let at = from + LANES; at < whole; at += LANES) {
    for (let lane = 0; lane < LANES; lane++) lanes[lane] += values[at + lane]
  }
  const [a, b, c, d, e, f, g, h] = lanes
  return sequentialSum(values, whole, to, a + b + (c + d) + (e + f + (g + h)))
}

function sequentialSum(values: ArrayLike<number>, from: number, to: number, start: number): number {
  let total = start
  for (let at = from; at < to; at++) total += values[at]
  return total
}
