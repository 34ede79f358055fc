/** Something that lies over the page: a menu, a popover, a hint, a dialog. */
export interface Layer {
  readonly elements: () => readonly (HTMLElement | null | undefined)[]
  /** A press outside of it closes it. */
  readonly closesOutside: boolean
  readonly close: () => void
}

/** What lies over the page now, the topmost last. */
const layers: Layer[] = []

function onKey(event: KeyboardEvent): void {
  const top = layers.at(-1)
  if (event.key !== 'Escape' || event.defaultPrevented || !top) return
  event.preventDefault()
  event.stopPropagation()
  top.close()
}
function onPress(event: PointerEvent): void {
  for (const layer of [...layers].reverse()) {
    const isInside = layer.elements().some((element) => element?.contains(event.target as Node) === true)
    if (isInside) return
    if (layer.closesOutside) layer.close()
  }
}

/** Puts something over the page until what is returned is called: Escape closes the topmost, a press beside it what asks for it. */
export function addLayer(layer: Layer): () => void {
  if (layers.length === 0) {
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onPress, true)
  }
  layers.push(layer)
  return () => {
    const at = layers.indexOf(layer)
    if (at >= 0) layers.splice(at, 1)
    if (layers.length > 0) return
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('pointerdown', onPress, true)
  }
}
