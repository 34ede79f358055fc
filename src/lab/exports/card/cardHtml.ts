import { Markup, markup } from '../report/markup.ts'
import { REPORT_STYLE } from '../report/reportStyle.ts'
import type { CardSection, ModelCard } from './modelCard.ts'

/** Nothing is loaded, nothing runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** A model card as one HTML file that needs nothing else. */
export function cardHtml({ title, lede, sections }: ModelCard): string {
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Markup(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <main id="paper">
          <h1>${title}</h1>
          <p class="lede">${lede}</p>
          ${sections.map(sectionMarkup)}
        </main>
      </body>
    </html> `.text
}

function sectionMarkup({ title, paragraphs, table }: CardSection): Markup {
  return markup`<section>
    <h2>${title}</h2>
    ${paragraphs.map((text) => markup`<p>${text}</p>`)} ${table && tableMarkup(table)}
  </section>`
}

function tableMarkup({ head, rows }: NonNullable<CardSection['table']>): Markup {
  return markup`<table>
    <thead>
      <tr>
        ${head.map((text) => markup`<th scope="col">${text}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((cells) => markup`<tr>${cells.map((text) => markup`<td>${text}</td>`)}</tr>`)}
    </tbody>
  </table>`
}
