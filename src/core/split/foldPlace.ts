/** Which fold of which repeat, both from 0. */
export interface FoldPlace {
  readonly repeat: number
  readonly fold: number
}

/** As people count, from 1: `fold 3`, `fold 3 of repeat 2`. */
export function foldPlace({ repeat, fold }: FoldPlace): string {
  return `fold ${fold + 1}${repeat > 0 ? ` of repeat ${repeat + 1}` : ''}`
}
