export { type BrandWords, createReader, type Reader } from './read.ts'
