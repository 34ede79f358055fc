/** A change of the experiment, named so that undo can say what it takes back. Steps with equal `joins` in a row are one. */
export type Step = { readonly joins?: string } & (
  | { readonly kind: 'set'; readonly field: string; readonly value?: string | number | boolean }
  | { readonly kind: 'text' }
  | { readonly kind: 'addLayer' | 'removeLayer' | 'moveLayer' | 'duplicateLayer'; readonly layer: string }
  | {
      readonly kind: 'addModel' | 'removeModel' | 'duplicateModel' | 'renameModel' | 'moveModel'
      readonly name: string
    }
  | { readonly kind: 'advice'; readonly code: string }
  | { readonly kind: 'rename' }
  | { readonly kind: 'data'; readonly what: string }
  /** Of data that the experiment does not have yet: a file as it is read, columns as they are to be. */
  | { readonly kind: 'reading'; readonly what?: string }
)
