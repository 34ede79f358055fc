import type { Verification } from '../../core/run/verification.ts'
import { plainText } from '../plainText.ts'

/** Differences that are listed one by one. */
const MOST_TOLD = 20

/** What came of training a run again, for people. */
export function verificationText(verification: Verification): string {
  const { run, isIdentical, fits, identical, differences, environment } = verification
  const told = differences.slice(0, MOST_TOLD).map((difference) => `${differenceLine(difference)}\n`)
  if (differences.length > MOST_TOLD) told.push(`and ${String(differences.length - MOST_TOLD)} more\n`)
  const changes = environment.map(({ what, stored, now }) => `  ${what}: ${stored} then, ${now} now\n`)
  const engine = environment.find(({ what }) => what === 'engine')
  const made = engine
    ? `Made with engine ${engine.stored}; this program has engine ${engine.now}, and its numbers are others.\n`
    : ''
  const headline = isIdentical
    ? `Identical: all ${String(fits)} fits of ${run} are bit-identical.\n`
    : `${endWords(verification)}${String(identical)} of ${String(fits)} fits of ${run} are bit-identical.\n`
  const surroundings =
    changes.length > 0 ? `The environment has changed:\n${plainLinesOf(changes)}` : 'The environment is the same.\n'
  return made + headline + told.join('') + surroundings
}

function endWords({ end }: Verification): string {
  switch (end.kind) {
    case 'finished':
      return 'Different: '
    case 'stopped':
      return 'Stopped early: '
    case 'failed':
    case 'crashed':
      return `Not finished (${plainText(end.error.message)}): `
  }
}

function differenceLine({ model, repeat, fold, outer, ...difference }: Verification['differences'][number]): string {
  const { what, metric, epoch, stored, again, relative } = difference
  const place = `${plainText(model)}, repeat ${String(repeat + 1)}, fold ${String(fold + 1)}`
  const inner = outer === undefined ? '' : ` inside outer fold ${String(outer + 1)}`
  const where = [
    metric === undefined ? what : `${what} ${metric}`,
    epoch === undefined ? '' : ` at epoch ${String(epoch)}`,
  ]
  const much = relative === undefined ? '' : `, by ${relative.toExponential(1)}`
  return `${place}${inner}: ${where.join('')}: ${String(stored)} then, ${String(again)} now${much}`
}

function plainLinesOf(lines: readonly string[]): string {
  return lines.map((line) => `  ${plainText(line.trim())}\n`).join('')
}
