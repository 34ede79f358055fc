/** Of a large file so much is read to see how it fits a model. */
export const SAMPLE_BYTES = 256 << 10
