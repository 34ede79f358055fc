/**
 * Hands every message of a stream of the lab to `take`, until it ends or `signal` says enough.
 *
 * @param open starts the stream; the signal ends it at the source.
 */
export async function readStream<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  take: (message: T) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const message of await open(signal)) {
      if (signal.aborted) return
      take(message)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
