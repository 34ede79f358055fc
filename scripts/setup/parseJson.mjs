/**
 * JSON whose type the caller has to say.
 * @param {string} text
 * @returns {unknown}
 */
export function parseJson(text) {
  return JSON.parse(text)
}
