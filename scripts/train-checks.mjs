/**
 * `npm run train:checks`: trains the learned stage of packages/checks on the corpus, writes its weights and prints how it does on trades it
 * has not seen, alone and behind the first stage. `--compare` and `--curve` add the choice of features and the learning curve.
 */
import { writeFileSync } from 'node:fs'
import { asideFiles, fingerprint, readCorpus, trainingLines } from '../packages/checks/src/learned/corpus.ts'
import { allKinds } from '../packages/checks/src/learned/features.ts'
import { hitsBy, modelFile } from '../packages/checks/src/learned/index.ts'
import { writeModel } from '../packages/checks/src/learned/model.ts'
import { randomBy } from '../packages/checks/src/learned/svm.ts'
import { crossValidate, falseAlarms, flagScorer, trainModel } from '../packages/checks/src/learned/train.ts'
import { createReader } from '../packages/checks/src/text/index.ts'

const folds = 5
const lines = trainingLines()
const reader = createReader()
const firstHits = new Map(lines.map(line => [line, reader.read(line)]))
const breaks = line => line.labels.length > 0
const share = (part, whole) => (whole === 0 ? '-' : (part / whole).toFixed(3))
const trades = new Set(lines.map(line => line.trade)).size
console.log(`${lines.length} lines of ${trades} trades, ${lines.filter(breaks).length} break a rule`)

if (process.argv.includes('--compare')) compare()
if (process.argv.includes('--curve')) curve()
crossed()

const began = process.cpuUsage().user
const model = trainModel(lines, fingerprint())
const bytes = writeModel(model)
writeFileSync(modelFile, bytes)
console.log(
  `\nwritten: ${bytes.length} bytes, ${((process.cpuUsage().user - began) / 1e6).toFixed(1)} s of CPU; threshold ${model.threshold.toFixed(3)}, doubt ${model.doubt.toFixed(3)}`,
)
aside()

/** Recall where `falseAlarms` and twice as many of the passing lines are told wrongly, and the area under the curve. */
function ranking(name, scored) {
  const passing = scored.filter(one => !breaks(one.line)).map(one => one.score)
  passing.sort((a, b) => b - a)
  const breaking = scored.filter(one => breaks(one.line))
  const recall = at => share(breaking.filter(one => one.score > passing[Math.floor(passing.length * at)]).length, breaking.length)
  const ordered = [...scored].sort((a, b) => a.score - b.score)
  const ranks = ordered.reduce((sum, one, i) => (breaks(one.line) ? sum + i + 1 : sum), 0)
  const area = (ranks - (breaking.length * (breaking.length + 1)) / 2) / (breaking.length * passing.length)
  console.log(`${name.padEnd(34)}${area.toFixed(3)}   ${recall(falseAlarms)}   ${recall(2 * falseAlarms)}`)
}

function compare() {
  console.log('\nfeatures, softness                area    recall at 1.5 %, 3 % of passing lines told')
  const rows = [
    ['single characters', { ...allKinds, longestRow: 1, notions: false, pairs: false }],
    ['rows of 1 to 3 characters', { ...allKinds, notions: false, pairs: false }],
    ['+ notions', { ...allKinds, pairs: false }],
    ['+ pairs of notions', allKinds],
    ['+ pairs, without surface', { ...allKinds, surface: false }],
    ['+ pairs, softness 0.3', allKinds, 0.3],
    ['+ pairs, softness 3', allKinds, 3],
  ]
  for (const [name, kinds, softness] of rows)
    ranking(
      name,
      crossValidate(lines, folds, part => flagScorer(part, kinds, softness)),
    )
}

/** The same lines are judged each time; only fewer are learned from. */
function curve() {
  console.log('\nlearned from                      area    recall at 1.5 %, 3 %')
  const random = randomBy(11)
  const draws = new Map(lines.map(line => [line, random()]))
  for (const part of [0.25, 0.5, 0.75, 1])
    ranking(
      `${part * 100} % of the lines`,
      crossValidate(lines, folds, learnt => flagScorer(learnt.filter(line => draws.get(line) < part))),
    )
}

/** Both stages, the second learned each time from the other trades. The first was written with these lines in view. */
function crossed() {
  const hits = new Map()
  const scored = crossValidate(lines, folds, part => {
    const model = trainModel(part)
    return line => {
      hits.set(line, hitsBy(model, line, firstHits.get(line)))
      return 0
    }
  })
  report(
    'trades left out whole',
    scored.map(one => one.line),
    hits,
  )
  const families = new Map()
  for (const line of lines.filter(breaks)) {
    const family = line.labels[0].replace(/-\d+$/, '')
    const row = families.get(family) ?? { lines: 0, first: 0, second: 0, right: 0 }
    row.lines++
    if (firstHits.get(line).length > 0) row.first++
    else if (hits.get(line).length > 0) {
      row.second++
      if (rightly(line, hits.get(line))) row.right++
    }
    families.set(family, row)
  }
  console.log('\nfamily          lines  first  added  of these the right rule')
  for (const [family, row] of [...families].sort())
    console.log(`${family.padEnd(15)}${[row.lines, row.first, row.second, row.right].map(n => String(n).padStart(6)).join(' ')}`)
}

function rightly(line, hits) {
  return hits.some(hit => line.labels.includes(hit.rule))
}

function report(name, judged, hits) {
  const row = (title, told) => {
    const found = judged.filter(line => breaks(line) && told(line)).length
    const alarms = judged.filter(line => !breaks(line) && told(line)).length
    const breaking = judged.filter(breaks).length
    const recall = share(found, breaking)
    console.log(
      `${title.padEnd(16)}recall ${recall}  precision ${share(found, found + alarms)}  false alarms ${share(alarms, judged.length - breaking)}`,
    )
  }
  console.log(`\n${name} (${judged.length} lines)`)
  row('first stage', line => firstHits.get(line).length > 0)
  row('both', line => hits.get(line).some(hit => !hit.doubted))
  const doubted = judged.filter(line => hits.get(line).length > 0 && hits.get(line).every(hit => hit.doubted))
  console.log(`doubted: ${doubted.filter(breaks).length} breaches, ${doubted.filter(line => !breaks(line)).length} false alarms`)
  const added = judged.filter(line => breaks(line) && firstHits.get(line).length === 0 && hits.get(line).length > 0)
  console.log(`right rule on ${share(added.filter(line => rightly(line, hits.get(line))).length, added.length)} of ${added.length} added`)
}

/** Figures of the lines kept aside, never the lines. */
function aside() {
  for (const file of asideFiles) {
    const kept = readCorpus(file)
    const hits = new Map()
    for (const line of kept) {
      firstHits.set(line, reader.read(line))
      hits.set(line, hitsBy(model, line, firstHits.get(line)))
    }
    report(file, kept, hits)
  }
}
