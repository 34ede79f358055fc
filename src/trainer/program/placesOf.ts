/**
 * Places that a batch of `batchSize` rows takes: a multiple of 16. TensorFlow computes 16 numbers at a time and the rest
 * of an array one by one, which may differ in the last bit; so no lane may end within such a group.
 */
export function placesOf(batchSize: number): number {
  return Math.ceil(batchSize / 16) * 16
}
