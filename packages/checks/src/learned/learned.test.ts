import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reviewOf } from '../engine.ts'
import { basePacks, createRulebook, type Surface, type TextInput } from '../index.ts'
import { fingerprint, trainingLines } from './corpus.ts'
import { hitsBy, modelFile, secondStage } from './index.ts'
import { readModel, writeModel } from './model.ts'
import { trainModel } from './train.ts'
import { clausesOf, readUnits, windowsOf } from './windows.ts'

const lines = trainingLines()
const book = createRulebook({ packs: basePacks })
const input = (text: string, surface: Surface = 'article_body'): TextInput => ({ carrier: 'oa', surface, text })

describe('the model file', () => {
  it('is what npm run train:checks makes of the corpus as it stands; run it after the corpus or how it is learned changed', () => {
    expect(readModel(readFileSync(modelFile)).trainedOn).toBe(fingerprint())
  })

  it('has at most 400 KB and knows only rules of the packs', () => {
    const bytes = readFileSync(modelFile)
    expect(bytes.length).toBeLessThanOrEqual(400 * 1024)
    for (const rule of readModel(bytes).rules) expect(book.rules.has(rule), rule).toBe(true)
  })

  it('comes out the same to the byte from the same lines, and is read as it was written', () => {
    const few = lines.filter(({ labels }, i) => i % 4 === 0 && labels.every(label => /^WX-(SHARE|FOLLOW)/.test(label)))
    const bytes = writeModel(trainModel(few, 'few'))
    expect(Buffer.from(writeModel(trainModel(few, 'few'))).equals(bytes)).toBe(true)
    expect(Buffer.from(writeModel(readModel(bytes))).equals(bytes)).toBe(true)
  })

  it('is refused when it is cut off', () => {
    expect(() => readModel(readFileSync(modelFile).subarray(0, -1))).toThrow('npm run train:checks')
  })
})

describe('secondStage', () => {
  const told = lines.map(line => ({ line, hits: secondStage(line, []) })).filter(({ hits }) => hits.length > 0)

  it('never blocks, and says that it goes by likeness', () => {
    expect(told.length).toBeGreaterThan(100)
    for (const { line, hits } of told) {
      const review = reviewOf(hits, line.carrier, book, hit => line.text.slice(hit.start, hit.end))
      expect(review.verdict, line.id).not.toBe('block')
      for (const { learned, reason } of review.findings) {
        expect(learned).toBe(true)
        expect(reason.zh).toMatch(/由相似写法察觉，把握约 \d+%/)
        expect(reason.en).toMatch(/noticed by likeness/)
      }
    }
  })

  it('points at a clause of the text', () => {
    for (const { line, hits } of told)
      for (const { start, end } of hits) {
        expect(end).toBeGreaterThan(start)
        expect(line.text.slice(start, end)).toBe(line.text.slice(start, end).trim())
        expect(clausesOf(line.text, { start: 0, end: line.text.length })).toContainEqual({ start, end })
      }
  })

  it('answers the same whatever was read before', () => {
    const first = told.map(({ line }) => secondStage(line, []))
    expect(told.map(({ line }) => secondStage(line, [])).reverse()).toEqual(first.reverse())
  })

  it('adds nothing where the first stage already speaks, and takes nothing away', () => {
    for (const { line } of told) {
      const hit = { rule: 'AD-ABS-01', start: 0, end: line.text.length }
      expect(secondStage(line, [hit])).toEqual([hit])
    }
  })

  it('doubts a hit that reads like innocent copy: told, as a hint, with its reason', () => {
    const innocent = lines.filter(({ labels }) => labels.length === 0)
    const doubts = innocent.flatMap(line => {
      const hits = secondStage(line, [{ rule: 'WX-SHARE-02', start: 0, end: line.text.length }])
      expect(hits).toHaveLength(1)
      return hits[0]!.doubted ? [reviewOf(hits, line.carrier, book, hit => line.text.slice(hit.start, hit.end))] : []
    })
    expect(doubts.length).toBeGreaterThan(innocent.length / 3)
    for (const { verdict, findings } of doubts) {
      expect(verdict).toBe('pass')
      expect(findings[0]).toMatchObject({ severity: 'info', doubted: true })
      expect(findings[0]!.reason.zh).toContain('读起来像正常用法')
    }
  })

  it('never doubts respelt words, words of a brand, or a hit that reaches into a stretch it believes', () => {
    const model = { ...readModel(readFileSync(modelFile)), doubt: Number.POSITIVE_INFINITY }
    const text = '关注公众号后回复数字。'.repeat(20)
    const whole = { rule: 'WX-FOLLOW-02', start: 0, end: text.length }
    expect(hitsBy(model, input(text, 'page_copy'), [whole])[0]).toMatchObject({ doubted: true })
    for (const rule of ['WX-EVADE-01', 'brand-1'])
      expect(hitsBy(model, input(text, 'page_copy'), [{ rule, start: 0, end: 4 }, whole])).toEqual([{ rule, start: 0, end: 4 }, whole])
  })

  it('tells only rules that hold on the carrier', () => {
    for (const { line, hits } of told) for (const { rule } of hits) expect(book.severityOf(rule, line.carrier), line.id).not.toBeNull()
  })

  it('asks for more certainty the more stretches a text has', () => {
    const model = readModel(readFileSync(modelFile))
    const { text, surface } = told[0]!.line
    const long = `${text}。${'今天的菜市场里，青菜一斤三块，萝卜两块五，鱼摊在最里面。'.repeat(40)}`
    const atEase = { ...model, tail: 0 }
    expect(hitsBy(atEase, input(long, surface), []).length).toBeGreaterThanOrEqual(hitsBy(model, input(long, surface), []).length)
  })
})

describe('windows', () => {
  it('cover a text once and in order, up to what is read of one, and never cut a pair of surrogates', () => {
    const text = '🎁第一句很短。第二句，里面有逗号；第三句没有标点'.repeat(1500)
    const windows = windowsOf(text)
    windows.forEach((window, i) => {
      expect(window.start).toBe(i === 0 ? 0 : windows[i - 1]!.end)
      expect(window.end - window.start).toBeLessThanOrEqual(121)
      expect(text.slice(window.start, window.end)).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/)
    })
    expect(windows.at(-1)!.end).toBeGreaterThanOrEqual(readUnits - 1)
    expect(windowsOf('')).toEqual([{ start: 0, end: 0 }])
  })
})
