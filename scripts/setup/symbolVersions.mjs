/**
 * The last number of the newest version of a library that a program or library of Linux asks for: 28 for `GLIBC_2.28`, 22 for
 * `GLIBCXX_3.4.22`. The names stand in its table of strings.
 * @param {Buffer} bytes of the file
 * @param {'GLIBC' | 'GLIBCXX'} library
 * @returns {number} 0 where it asks for none
 */
export function newestVersion(bytes, library) {
  const name = library === 'GLIBC' ? /\0GLIBC_2\.(\d+)/g : /\0GLIBCXX_3\.4\.(\d+)/g
  return Math.max(0, ...Array.from(bytes.toString('latin1').matchAll(name), ([, number]) => Number(number)))
}
