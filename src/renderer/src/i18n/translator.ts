import { readonly, shallowRef } from 'vue'
import type { Ref } from 'vue'

/** What fills the gaps of a message, by name. */
export type Gaps = Readonly<Record<string, unknown>>

/** The page's words in the language that is chosen; whatever asks for them in a template follows the choice. */
export interface Translator {
  readonly locale: Readonly<Ref<string>>
  /** The message of a key; `count` chooses between singular and plural. The key itself, and an error on the console, where there is none. */
  readonly t: (key: string, gaps?: Gaps, count?: number) => string
  /** Whether there is a message. */
  readonly te: (key: string) => boolean
  /** A number as the language writes it. */
  readonly n: (value: number, options?: Intl.NumberFormatOptions) => string
  /** Goes over to another language. */
  readonly show: (locale: string, messages: object) => void
}

interface Messages {
  readonly [key: string]: Messages | string
}
/** Cases of a message, singular first; in each, plain text and names of gaps in turn. */
type Cases = readonly (readonly string[])[]

/**
 * A translator that begins in one language, and falls back on it where another lacks a message.
 *
 * `{name}` is a gap, ` | ` parts singular from plural. No code is made from text, so that the page's policy can forbid
 * `eval`, and what fills a gap is never read as a message again.
 */
export function createTranslator(first: string, messages: object): Translator {
  const fallback = casesOf(messages)
  const shown = shallowRef(fallback)
  const locale = shallowRef(first)
  const find = (key: string) => shown.value.get(key) ?? fallback.get(key)
  return {
    locale: readonly(locale),
    t: (key, gaps, count) => {
      const cases = find(key)
      if (cases) return filled(cases, gaps, count)
      console.error(`There is no message ${key}.`)
      return key
    },
    te: (key) => find(key) !== undefined,
    n: (value, options) => new Intl.NumberFormat(locale.value, options).format(value),
    show: (next, words) => {
      shown.value = next === first ? fallback : casesOf(words)
      locale.value = next
    },
  }
}

function casesOf(messages: object): ReadonlyMap<string, Cases> {
  const found = new Map<string, Cases>()
  gather(messages as Messages, '', found)
  return found
}

function gather(messages: Messages, prefix: string, into: Map<string, Cases>): void {
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') into.set(prefix + key, value.split(' | ').map(pieces))
    else gather(value, `${prefix}${key}.`, into)
  }
}

function pieces(text: string): readonly string[] {
  return text.split(/\{(\w+)\}/)
}

function filled(cases: Cases, gaps: Gaps = {}, count = numberOf(gaps.n)): string {
  const chosen = cases[count === 1 ? 0 : cases.length - 1] ?? []
  return chosen.map((piece, index) => (index % 2 === 0 ? piece : gapText(gaps[piece]))).join('')
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function gapText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
