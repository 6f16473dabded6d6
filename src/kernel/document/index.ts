export { renderPdf } from './render.ts'
export type { Block, PdfDocument } from './model.ts'
