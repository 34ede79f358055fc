import { shallowRef } from 'vue'
import type { ErrorData } from '../../../core/errors.ts'
import fixes from './en/fixes.ts'

/** Words for errors by their codes: what happened, and how to fix it. */
export type ErrorWords = Readonly<Record<string, readonly [what: string, fix: string]>>

const translated = shallowRef<ErrorWords>({})

/** Takes over what errors are called in another language than the lab's. */
export function setErrorWords(words: ErrorWords): void {
  translated.value = words
}

/** What the lab says of a run by itself: what it looks like, and what replaces it. */
export type NoticeWords = readonly (readonly [pattern: RegExp, words: string])[]

const notices = shallowRef<NoticeWords>([])

/** Takes over what notices are called in another language than the lab's. */
export function setNoticeWords(words: NoticeWords): void {
  notices.value = words
}

/** A notice in the page's language, where it has words for it. */
export function tellNotice(notice: string): string {
  const [pattern, words] = notices.value.find(([known]) => known.test(notice)) ?? []
  return pattern === undefined || words === undefined ? notice : notice.replace(pattern, words)
}

/** An error as the page says it. */
export interface ToldError {
  readonly title: string
  /** What the lab says, where that is not the title: it names the place, what was expected and what was received. */
  readonly detail?: string
  readonly fix?: string
}

/** An error in the page's language. The lab's own words stay, since they alone name the particulars. */
export function tellError({ code, message, hint }: Pick<ErrorData, 'code' | 'message' | 'hint'>): ToldError {
  const words = Object.hasOwn(translated.value, code) ? translated.value[code] : undefined
  if (!words) {
    const fix = pageFix(code, hint)
    return { title: message, ...(fix !== undefined && { fix }) }
  }
  const [title, fix] = words
  const said = fix === '' ? hint : fix
  return { title, detail: message, ...(said !== undefined && { fix: said }) }
}

/** A hint in the words of the experiment file, or of a setting of the command line, in those of the page. */
function pageFix(code: string, hint: string | undefined): string | undefined {
  const isOfFile = hint !== undefined && /`|\brejected:/.test(hint)
  return isOfFile && Object.hasOwn(fixes, code) ? fixes[code] : hint
}

/** {@link tellError} on one line. */
export function errorLine(error: Pick<ErrorData, 'code' | 'message' | 'hint'>): string {
  const { title, detail, fix } = tellError(error)
  const what = detail === undefined ? title : `${title}：${detail}`
  return fix === undefined || fix === '' ? what : `${ended(what)} ${fix}`
}

function ended(sentence: string): string {
  return /[.!?:。！？：]$/.test(sentence) ? sentence : `${sentence}.`
}
