import { count, decimals } from '../formatNumbers.ts'
import { ZH_SEVERITIES } from '../../../../core/words/zhChecks.ts'

/** How bad a finding is, in Chinese. */
export function severityOf(severity: string): string {
  return textOf(ZH_SEVERITIES, severity) ?? severity
}

/** The text of a key, where there is one. */
export function textOf<T>(texts: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined
}

/** A sentence with the parts of the evidence in place of their names. */
export function filled(sentence: string, parts: Readonly<Record<string, number | string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (name, key: string) => {
    const part = textOf(parts, key)
    if (key === 'share' && typeof part === 'number') return `${decimals(100 * part, 1)} %`
    if (typeof part === 'number') return Number.isInteger(part) ? count(part) : decimals(part, 3)
    return part ?? name
  })
}
