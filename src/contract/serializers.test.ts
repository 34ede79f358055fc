import { StandardRPCJsonSerializer } from '@orpc/client/standard'
import { expect, test } from 'vitest'
import { wireSerializers } from './serializers.ts'

const serializer = new StandardRPCJsonSerializer({ customJsonSerializers: wireSerializers })

function throughTheWire(data: unknown): unknown {
  const [json, meta] = serializer.serialize(data)
  const [sent, sentMeta] = JSON.parse(JSON.stringify([json, meta])) as [unknown, typeof meta]
  return serializer.deserialize(sent, sentMeta)
}

test('infinities and NaN arrive as they are', () => {
  const data = { up: Infinity, down: -Infinity, none: NaN, list: [1, Infinity] }
  expect(throughTheWire(data)).toEqual(data)
})

test('typed arrays keep their kind and their bits', () => {
  const data = {
    f32: Float32Array.of(0.1, NaN, -0),
    f64: Float64Array.of(Math.PI),
    i32: Int32Array.of(-1, 2 ** 31 - 1),
  }
  expect(throughTheWire(data)).toEqual(data)
})

test('a view into a larger buffer sends its own part only', () => {
  expect(throughTheWire(Float64Array.of(1, 2, 3).subarray(1, 2))).toEqual(Float64Array.of(2))
})

test('long lists of numbers keep every bit, in half the bytes where 32 are enough', () => {
  const exact = Array.from({ length: 100 }, (_, index) => index / 3)
  const single = exact.map(Math.fround)
  expect(throughTheWire(exact)).toEqual(exact)
  expect(throughTheWire([...single.slice(0, 50), NaN, Infinity])).toEqual([...single.slice(0, 50), NaN, Infinity])
  const size = (data: unknown) => JSON.stringify(serializer.serialize(data)[0]).length
  expect(size(single)).toBeLessThan(size(exact) * 0.6)
})

test('lists with anything else in them stay lists', () => {
  const mixed = [...Array.from({ length: 20 }, (_, index) => index), null, 'x']
  expect(throughTheWire(mixed)).toEqual(mixed)
})

test.each([
  [20, 'x'],
  [21, ['Object', '']],
  [21, 'AAAA'],
  [22, [3, 'AAAA']],
])('what is no such value is refused (%j)', (type, serialized) => {
  const found = wireSerializers.find((one) => one.type === type)!
  expect(() => found.deserialize(serialized)).toThrow(TypeError)
})
