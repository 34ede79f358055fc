import type { DiagnosisSection } from '../../../../core/diagnostics/diagnosisDocument.ts'
import { figureInWords } from '../../../../core/words/figureWords.ts'
import { ZH_FIGURES } from '../../../../core/words/zhFigures.ts'
import { ZH_METRICS } from '../../../../core/words/zhMetrics.ts'

/** A section of the diagnoses, whose texts are English, in a report's language. Tables keep the names that the document gives. */
export function sectionInWords(section: DiagnosisSection, language: string): DiagnosisSection {
  if (language === 'en') return section
  return {
    ...section,
    title: word(`figure.${section.id}`, section.title),
    howToRead: word(`how.${section.id}`, section.howToRead),
    figures: section.figures.map((figure) =>
      figureInWords(figure, {
        word,
        fold: (repeat, fold) => ZH_FIGURES.figure.fold.replace('{repeat}', repeat).replace('{fold}', fold),
        metric: (name) => textIn(ZH_METRICS, name) ?? name,
      }),
    ),
  }
}

/** The text at a path such as `figure.parts.allRows`. */
function word(path: string, text: string): string {
  const found = path.split('.').reduce<unknown>((part, key) => valueIn(part, key), ZH_FIGURES)
  return typeof found === 'string' ? found : text
}

function textIn(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined
}

function valueIn(part: unknown, key: string): unknown {
  return typeof part === 'object' && part !== null && Object.hasOwn(part, key)
    ? (part as Readonly<Record<string, unknown>>)[key]
    : undefined
}
