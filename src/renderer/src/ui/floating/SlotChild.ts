import { cloneVNode, Comment, Fragment } from 'vue'
import type { FunctionalComponent, VNode } from 'vue'

/** Draws the one thing in its slot and gives it all attributes and listeners; `onElement` is called with its element. */
export const SlotChild: FunctionalComponent<{ onElement?: (element: HTMLElement | null) => void }> = (
  { onElement },
  { slots, attrs },
) => {
  const child = only(slots['default']?.() ?? [])
  return child ? cloneVNode(child, { ...attrs, ref: (own) => onElement?.(elementOf(own)) }, true) : null
}
SlotChild.props = ['onElement']
SlotChild.inheritAttrs = false

function only(nodes: readonly VNode[]): VNode | undefined {
  for (const node of nodes) {
    if (node.type === Comment) continue
    const found = node.type === Fragment ? only(node.children as VNode[]) : node
    if (found) return found
  }
  return undefined
}

/** Of a component that draws several things, the first that is an element. */
function elementOf(own: unknown): HTMLElement | null {
  const node = own instanceof Node ? own : (own as { readonly $el?: Node } | null)?.$el
  if (node instanceof HTMLElement) return node
  const next = node instanceof CharacterData ? node.nextElementSibling : null
  return next instanceof HTMLElement ? next : null
}
