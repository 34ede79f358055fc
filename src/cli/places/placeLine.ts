import type { Place } from '../../lab/places/place.ts'

/** A place in one line. */
export function placeLine({ name, engine, host, address, folder, partition, time, atMost }: Place): string {
  const parts = [
    engine,
    host ?? 'this machine',
    ...(address === undefined ? [] : [`at ${address}`]),
    `folder ${folder}`,
    ...(partition === undefined ? [] : [`partition ${partition}`]),
    ...(time === undefined ? [] : [`time ${time}`]),
    ...(atMost === undefined ? [] : [`at most ${String(atMost)} at once`]),
  ]
  return `${name}: ${parts.join(', ')}`
}
