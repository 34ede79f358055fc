/** Numbers from 0 to 1 that are spread evenly and come in no order (golden ratio). The same in every run. */
export function spread(index: number, salt = 0): number {
  return (index * 0.618033988749895 + salt * 0.7548776662466927) % 1
}
