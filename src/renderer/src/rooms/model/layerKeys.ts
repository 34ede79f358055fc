import type { WrittenLayer } from '../../../../core/experiment/file/experimentFile.ts'

/**
 * Names layers from one state of a model to the next, so that a card stays the card of its layer: while it is moved, since
 * unmoved layers stay the same objects, and while it is edited, since its place stays the same.
 */
export class LayerKeys {
  #before: readonly { readonly layer: WrittenLayer; readonly key: number }[] = []
  #last = 0

  of(layers: readonly WrittenLayer[]): readonly number[] {
    const known = new Map(
      this.#before.filter(({ layer }) => typeof layer === 'object').map(({ layer, key }) => [layer, key]),
    )
    const kept = layers.map((layer) => known.get(layer))
    const taken = new Set(kept)
    const isSameLength = this.#before.length === layers.length
    const keys = kept.map((key, place) => {
      const there = isSameLength ? this.#before[place].key : undefined
      return key ?? (there !== undefined && !taken.has(there) ? there : this.#next())
    })
    this.#before = layers.map((layer, place) => ({ layer, key: keys[place] }))
    return keys
  }

  #next(): number {
    this.#last += 1
    return this.#last
  }
}
