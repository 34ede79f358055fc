import { shallowRef } from 'vue'

const translated = shallowRef<Readonly<Record<string, string>>>({})

/** Takes over what fields mean in another language than the catalogues'. */
export function setFieldHints(hints: Readonly<Record<string, string>>): void {
  translated.value = hints
}

/** What a field means, in the page's language. `doc` is its line in the catalogue. */
export function fieldHint(doc: string): string {
  return translated.value[doc] ?? doc
}
