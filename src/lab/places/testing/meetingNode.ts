import { chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The nodes of the clusters of the tests. */
export const NODES = ['n1', 'n2'] as const
export type NodeName = (typeof NODES)[number]

/**
 * A program of Node for trainers which begin together: one that is done before the other has begun would leave nothing to lose on its
 * node. Trainers meet once, until they are parted.
 */
export class MeetingNode {
  readonly program: string
  readonly #folder: string

  /** `folder`: where trainers meet. `variable`: the environment variable that names the node of a trainer. */
  static async create(folder: string, variable: string): Promise<MeetingNode> {
    const meeting = new MeetingNode(folder)
    const name = `"$${variable}"`
    const both = NODES.map((node) => `[ -e '${meeting.#at(node)}' ]`).join(' && ')
    const meet = `touch '${meeting.#at(`'${name}'`)}'\n  until ${both}; do sleep 0.02; done`
    await writeFile(
      meeting.program,
      `#!/bin/sh\nif [ -n ${name} ]; then\n  ${meet}\nfi\nexec '${process.execPath}' "$@"\n`,
    )
    await chmod(meeting.program, 0o755)
    return meeting
  }

  private constructor(folder: string) {
    this.#folder = folder
    this.program = join(folder, 'meeting node')
  }

  /** Those that start from now on meet again. */
  async part(): Promise<void> {
    await Promise.all(NODES.map((node) => rm(this.#at(node), { force: true })))
  }

  #at(node: string): string {
    return join(this.#folder, `met ${node}`)
  }
}
