/** Whether the first comes before the second. */
type IsBefore = (a: number, b: number) => boolean

/**
 * Puts the items from `first` to `last` (not included) into an order in which the one at `nth` is where sorting would put
 * it, smaller ones before and greater ones behind, as `std::nth_element` of the GNU C++ library does: the order among
 * those before and behind is that one's too, which scikit-learn's trees depend on.
 */
export function nthElement(items: Int32Array, first: number, nth: number, last: number, isBefore: IsBefore): void {
  if (first === last || nth === last) return
  let depth = 2 * Math.floor(Math.log2(last - first))
  while (last - first > 3) {
    if (depth === 0) {
      items.subarray(first, last).sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
      return
    }
    depth -= 1
    const cut = partition(items, first, last, isBefore)
    if (cut <= nth) first = cut
    else last = cut
  }
  insertionSort(items, first, last, isBefore)
}

function partition(items: Int32Array, first: number, last: number, isBefore: IsBefore): number {
  const middle = first + Math.floor((last - first) / 2)
  moveMedianToFirst(items, first, first + 1, middle, last - 1, isBefore)
  const pivot = items[first]
  let from = first + 1
  let to = last
  for (;;) {
    while (isBefore(items[from], pivot)) from += 1
    to -= 1
    while (isBefore(pivot, items[to])) to -= 1
    if (from >= to) return from
    swap(items, from, to)
    from += 1
  }
}

function moveMedianToFirst(items: Int32Array, to: number, a: number, b: number, c: number, isBefore: IsBefore): void {
  const before = (i: number, j: number) => isBefore(items[i], items[j])
  const median = before(a, b) ? (before(b, c) ? b : before(a, c) ? c : a) : before(a, c) ? a : before(b, c) ? c : b
  swap(items, to, median)
}

function insertionSort(items: Int32Array, first: number, last: number, isBefore: IsBefore): void {
  for (let i = first + 1; i < last; i++) {
    const item = items[i]
    let at = i
    while (at > first && isBefore(item, items[at - 1])) {
      items[at] = items[at - 1]
      at -= 1
    }
    items[at] = item
  }
}

function swap(items: Int32Array, i: number, j: number): void {
  const item = items[i]
  items[i] = items[j]
  items[j] = item
}
