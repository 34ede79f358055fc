import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

/** A table in small print. `head`: the `th` of its one head row; `rows`: the `tr` of its body. */
export function smallTable(head: Markup, rows: readonly Markup[]): Markup {
  return markup`<table class="small">
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}
