export { renderLabels } from './labels.ts'
export { renderPdf } from './render.ts'
export { renderWord } from './word.ts'
export type { Block, PrintDocument } from './model.ts'
