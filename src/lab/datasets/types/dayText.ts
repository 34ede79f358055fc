/** SQL for a time as text, without the hours where they are all nought. No clock and no zone has a part in it. */
export function dayText(time: string): string {
  return `regexp_replace((${time})::VARCHAR, ' 00:00:00$', '')`
}
