/** A file on its way to a place: a path below a folder there, and its content. */
export interface SentFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** A piece of a file of events on its way from a place. */
export interface FollowedBytes {
  readonly kind: 'bytes'
  readonly shard: number
  readonly attempt: number
  readonly bytes: Uint8Array
}

/** What a place sends of a run's files of events: what is new, and after each look at all files that there is no more. */
export type FollowMessage = FollowedBytes | { readonly kind: 'round' }

/** Where to go on: bytes that are known of each file, by `SHARD/ATTEMPT`. */
export type FollowOffsets = Readonly<Record<string, number>>

/** Names a file of events in {@link FollowOffsets}. */
export function followKey({ shard, attempt }: Pick<FollowedBytes, 'shard' | 'attempt'>): string {
  return `${String(shard)}/${String(attempt)}`
}
