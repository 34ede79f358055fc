/**
 * A table as such programs write it that were made for people: semicolons, decimal commas, a name with spaces around it,
 * several words for “missing”, an identifier, a column that never changes and one that gives the target away.
 */
export function plantReadings(rows = 240): string {
  const header = 'Probe;Standort; Temperatur ;Druck (bar);Durchfluss;Schwingung;Anlage;Prüfcode;Zustand'
  return [header, ...Array.from({ length: rows }, (_, row) => line(row)), ''].join('\r\n')
}

function line(row: number): string {
  const isWorn = row % 3 === 0
  const wave = (period: number): number => Math.sin((row * 2 * Math.PI) / period)
  const temperature = 61.4 + 7 * wave(17) + (isWorn ? 4.2 : 0)
  const pressure = 3.02 + 0.4 * wave(11)
  const flow = 1204.5 + 88 * wave(29) - (isWorn ? 35 : 0)
  const vibration = 0.41 + 0.09 * wave(7) + (isWorn ? 0.12 : 0)
  return [
    `P-${String(10_017 + row * 3)}`,
    ['Nord 4', 'Nord 5', 'Süd 1'][row % 3 === 2 ? 2 : row % 2],
    row % 41 === 6 ? 'n/a' : comma(temperature, 2),
    row % 57 === 12 ? '?' : comma(pressure, 3),
    comma(flow, 1),
    row % 79 === 30 ? '' : comma(vibration, 4),
    'Werk A',
    isWorn ? 'K7' : 'K2',
    isWorn ? 'verschlissen' : 'gut',
  ].join(';')
}

function comma(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', ',')
}
