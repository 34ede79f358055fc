/** `wanted`, or with the first number behind it that makes it differ from all `taken`: `Hidden`, `Hidden 2`, `Hidden 3`. */
export function uniqueName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  const stem = wanted.replace(/ \d+$/, '')
  let count = 2
  while (taken.includes(`${stem} ${count}`)) count += 1
  return `${stem} ${count}`
}
