/**
 * The last number of the newest version of a library that a program or library of Linux asks for: 28 for `GLIBC_2.28`, 22 for
 * `GLIBCXX_3.4.22`. The names stand in its table of strings.
 * @param {Buffer} bytes of the file
 * @param {'GLIBC' | 'GLIBCXX'} library
 * @returns {number} 0 where it asks for none
 */
export function newestVersion(bytes, library) {
  const name = library === 'GLIBC' ? '\0GLIBC_2.' : '\0GLIBCXX_3.4.'
  let newest = 0
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const number = Number.parseInt(bytes.toString('latin1', at + name.length, at + name.length + 3), 10)
    if (number > newest) newest = number
  }
  return newest
}
