/** The lines that the learned stage is trained on, and how to tell that they have changed since. For scripts and tests. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Line } from './train.ts'

export const trainingFiles = [
  'a-social',
  'b-content',
  'c-law',
  'd-more',
  'e-wide',
  'f-guards',
  'g-pairs',
  'h-pairs',
  'i-mixed',
  'j-mixed',
  'k-hard',
  'l-round',
  'm-plain',
  'n-plain',
  'shared',
]

/** Lines that nobody fits anything to; only figures are ever printed of them. */
export const asideFiles = ['held-aside', 'held-aside-2', 'held-aside-3', 'held-aside-4']

const corpusFile = (name: string) => new URL(`../../corpus/${name}.jsonl`, import.meta.url)

export const readCorpus = (name: string): Line[] =>
  existsSync(corpusFile(name))
    ? readFileSync(corpusFile(name), 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    : []

export const trainingLines = (): Line[] => trainingFiles.flatMap(readCorpus)

/** SHA-256 of the lines, of what is read from them and of how it is learned. */
export function fingerprint(): string {
  const hash = createHash('sha256')
  for (const { carrier, surface, text, trade, labels } of trainingLines())
    hash.update(JSON.stringify([carrier, surface, text, trade, labels]))
  for (const name of ['features', 'glance', 'model', 'notions', 'svm', 'train'])
    hash.update(readFileSync(new URL(`./${name}.ts`, import.meta.url)))
  return hash.digest('hex')
}
