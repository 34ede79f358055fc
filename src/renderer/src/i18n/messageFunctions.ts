import type { MessageContext } from 'vue-i18n'

/** Messages as vue-i18n takes them without its compiler: a function for every text. */
export interface MessageFunctions {
  readonly [key: string]: MessageFunctions | ((context: MessageContext) => string)
}
interface Messages {
  readonly [key: string]: Messages | string
}

/**
 * Texts as functions: `{name}` is a gap, ` | ` parts singular from plural. No code is made from text, so that the page's
 * policy can forbid `eval`, and what fills a gap is never read as a message again.
 */
export function messageFunctions(messages: object): MessageFunctions {
  const entries = Object.entries(messages as Messages)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? messageFunction(value) : messageFunctions(value)]),
  )
}

function messageFunction(text: string): (context: MessageContext) => string {
  const cases = text.split(' | ').map(pieces)
  return (context) => {
    const chosen = cases.length === 1 ? cases[0] : context.plural(cases as unknown as string[])
    return (chosen as unknown as readonly string[])
      .map((piece, index) => (index % 2 === 0 ? piece : gap(context.named(piece))))
      .join('')
  }
}

/** Plain text and names of gaps in turn. */
function pieces(text: string): readonly string[] {
  return text.split(/\{(\w+)\}/)
}

function gap(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
