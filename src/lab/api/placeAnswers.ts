import { answering } from './implementation.ts'

const { places } = answering

/** Places beside this machine. */
export const placeAnswers = {
  list: places.list.handler(({ context }) => context.lab.places.list()),
  check: places.check.handler(({ context, input }) => context.lab.places.check(input.name)),
  plan: places.plan.handler(({ context, input: { name, ...request } }) =>
    context.lab.places.plan({ ...request, on: name }),
  ),
}
