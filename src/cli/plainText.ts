/** C0 and C1 controls, and marks that turn the direction of text or hide: all could rewrite what a terminal shows. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** Text from data or files made safe for a terminal: controls are shown as `\x1b` or `\u202e` and do nothing. */
export function plainText(text: string): string {
  return text.replace(CONTROLS, (control) => {
    const code = control.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** As {@link plainText}, for text of several lines, which keeps them. */
export function plainLines(text: string): string {
  return text.split('\n').map(plainText).join('\n')
}
