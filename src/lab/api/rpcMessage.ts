import { z } from 'zod'

/** A message is text; files travel by fetch. Experiments of 8 MiB fit in, escaped. */
export const MOST_MESSAGE_CHARACTERS = 24 << 20

/** What a client may send: a request, an event of a stream it sends, or the order to end something. */
const messageSchema = z.union([
  z.strictObject({
    i: z.union([z.string().max(100), z.number()]),
    t: z.literal(1).optional(),
    p: z.object({
      u: z.string().startsWith('/').max(2000),
      b: z.unknown().optional(),
      h: z.record(z.string(), z.unknown()).optional(),
      m: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
    }),
  }),
  z.strictObject({ i: z.union([z.string().max(100), z.number()]), t: z.literal(4), p: z.unknown().optional() }),
])

/** Whether something that arrived is a message of the protocol; everything else is refused before it is looked into. */
export function isRpcMessage(data: unknown): data is string {
  if (typeof data !== 'string' || data.length > MOST_MESSAGE_CHARACTERS) return false
  try {
    return messageSchema.safeParse(JSON.parse(data)).success
  } catch {
    return false
  }
}
