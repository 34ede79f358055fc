/**
 * Private words that readers did not understand, with the standard term. `plainEnglish.test.mjs` searches documents,
 * code and texts for them. Text in backticks (names of files, commands and settings) is not searched.
 * @type {readonly { readonly avoid: RegExp, readonly use: string }[]}
 */
export const wordsToAvoid = [
  { avoid: /\bmend(s|ed|ing)?\b/gi, use: 'fix' },
  { avoid: /\bremed(y|ies)\b/gi, use: 'fix or next step' },
  { avoid: /\b(be|is|are|was|were|been|being) told\b/gi, use: 'is reported' },
  { avoid: /\btold (after|which|what)\b/gi, use: 'reported' },
  { avoid: /\bcannot be told\b/gi, use: 'is not available, cannot be determined' },
  { avoid: /\bwish(es|ed)?\b/gi, use: 'options, or "optional"' },
  { avoid: /\blook(s|ed)? at held-out\b|\bnever looked at\b/gi, use: 'evaluate' },
  { avoid: /\b(a|the|no|holds?|takes?) pens?\b/gi, use: 'write lock' },
  { avoid: /\bDesk\b/g, use: 'service' },
  { avoid: /\bstrands?\b/gi, use: 'lane slice' },
  { avoid: /\bflatters?\b/gi, use: 'is optimistic' },
  { avoid: /\bworth the name\b/gi, use: 'meaningful' },
  { avoid: /\bfor want of\b/gi, use: 'without' },
  { avoid: /\bguessed away\b/gi, use: 'changed' },
  { avoid: /\bwhat is left over\b/gi, use: 'the rest' },
  { avoid: /\bnothing bears its final name\b/gi, use: 'files are renamed when complete' },
  { avoid: /\bto the same bits as\b/gi, use: 'bit-identical to' },
  { avoid: /\bstands? in the way\b/gi, use: 'prevents' },
  { avoid: /\beven odds\b/gi, use: 'uniform distribution' },
  { avoid: /\btold from luck\b/gi, use: 'within noise' },
  { avoid: /\bwithout end\b/gi, use: 'unlimited' },
  { avoid: /\bpicked up where\b/gi, use: 'resumed' },
]

/**
 * Files that may hold a word, each with its reason.
 * @type {Readonly<Record<string, string>>}
 */
export const exceptions = {
  'scripts/wordsToAvoid.mjs': 'The list itself.',
  'scripts/plainEnglish.test.mjs': 'Tries the list.',
  'src/core/diagnostics/storedFindings.ts': 'Reads files of earlier versions.',
}
