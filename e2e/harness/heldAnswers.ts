import { test as plain } from './test.ts'

/** Holds back what the lab says, as a busy machine does. */
export interface HeldAnswers {
  readonly hold: () => void
  /** Lets the page have what was held back, in order, and all that follows. */
  readonly release: () => void
}

/** With `areHeld` nothing is heard from the lab before the first release. */
export const test = plain.extend<{ answers: HeldAnswers; areHeld: boolean }>({
  areHeld: [false, { option: true }],
  answers: [
    async ({ page, areHeld }, use) => {
      let isHeld = areHeld
      const sends: (() => void)[] = []
      await page.routeWebSocket(/.*/, (socket) => {
        const server = socket.connectToServer()
        server.onMessage((message) => {
          if (isHeld) sends.push(() => socket.send(message))
          else socket.send(message)
        })
      })
      await use({
        hold: () => (isHeld = true),
        release: () => {
          isHeld = false
          for (const send of sends.splice(0)) send()
        },
      })
    },
    { auto: true },
  ],
})
