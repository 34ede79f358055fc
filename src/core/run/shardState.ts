/** What is known of one part of a run that trains on a place. Plain data. */
export interface ShardState {
  /** `lost`: its trainer or its node went before the part was done; what it finished is kept, and the rest waits to be trained again. */
  readonly status: 'waiting' | 'running' | 'lost' | 'done'
  readonly fits: number
  readonly fitsDone: number
  /** Where it was trained last; absent while it has not begun. */
  readonly node?: string
  /** How often its trainer or its node went. */
  readonly losses: number
}

/** Where a run trains that leaves this machine. */
export interface RunPlace {
  readonly name: string
  /** As `ssh` reaches it; absent where it is this machine. */
  readonly host?: string
  /** When the person agreed that the dataset is copied there: for this run, or for an earlier one with the same data. */
  readonly agreed?: 'now' | 'earlier'
}

/** Parts after one more is known of: a list that is as long as there are parts. */
export function withShard(
  shards: readonly ShardState[],
  { shard, of, state }: { readonly shard: number; readonly of: number; readonly state: ShardState },
): readonly ShardState[] {
  return Array.from({ length: of }, (_, index) => (index === shard ? state : (shards.at(index) ?? UNKNOWN)))
}

const UNKNOWN: ShardState = { status: 'waiting', fits: 0, fitsDone: 0, losses: 0 }
