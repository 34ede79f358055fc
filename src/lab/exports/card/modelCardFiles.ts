import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { chosenCandidate } from '../exportSource.ts'
import type { ExportSource } from '../exportSource.ts'
import type { OpenModel } from '../../models/openModel.ts'
import type { Parity } from '../parity.ts'
import { cardHtml } from './cardHtml.ts'
import { cardMarkdown } from './cardMarkdown.ts'
import { modelCard } from './modelCard.ts'

/** The card of a model, as Markdown and as one HTML file. */
export async function modelCardFiles(
  source: ExportSource,
  { trained: model, path }: OpenModel,
  parity: Parity,
): Promise<readonly (readonly [string, string])[]> {
  const fingerprints = {
    model: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  }
  const card = modelCard(source, { model, position: chosenCandidate(source), parity, fingerprints })
  return [
    ['MODEL_CARD.md', cardMarkdown(card)],
    ['MODEL_CARD.html', cardHtml(card)],
  ]
}
