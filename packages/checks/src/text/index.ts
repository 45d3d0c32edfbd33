export { type BrandWords, createReader, type Reader } from './reader.ts'
