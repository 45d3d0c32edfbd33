import fc from 'fast-check'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { basePacks } from '../packs/index.ts'
import { codeKind } from './codes.ts'
import { imageHead } from './image-head.ts'
import { createMediaChecks, type ImagePlace, lookAt } from './index.ts'
import { readMp4 } from './mp4.ts'
import { box, video } from './mp4-sample.ts'
import { jpg, type Paint, png, soft, stripes, withCodes } from './picture-sample.ts'
import { ratioName } from './places.ts'

const checks = createMediaChecks({ packs: basePacks })
const see = (bytes: Uint8Array, place: ImagePlace = 'article_card') => checks.image({ carrier: 'oa', place, bytes })
const reasons = (review: { findings: { reason: { en: string } }[] }) => review.findings.map(finding => finding.reason.en)

describe('a picture', () => {
  it('that fits its place passes', () => {
    const review = see(png(1080, 864, stripes))
    expect(review).toMatchObject({ verdict: 'pass', findings: [], facts: { format: 'png', width: 1080, height: 864, codes: [] } })
    expect(see(jpg(1080, 864, stripes)).findings).toEqual([])
  })

  it('of another ratio, size or format is told which', () => {
    expect(reasons(see(png(800, 800, stripes)))).toEqual(['800×800 will be cropped; use 5:4'])
    expect(reasons(see(png(100, 80, stripes)))).toEqual(['100×80 pixels; at least 520×416'])
    expect(reasons(see(png(200, 200, stripes), 'thumb'))).toEqual(['png does not work here; use jpeg'])
    const noise: Paint = (x, y) => ((x * 7919 + y * 104729) ^ (x * y * 31)) & 255
    expect(reasons(see(jpg(400, 320, noise), 'thumb'))[0]).toMatch(/KB; at most 64 KB/)
  })

  it('that is blurred is found, one with a plain area is not', () => {
    expect(reasons(see(png(1080, 864, soft)))[0]).toMatch(/^The picture is blurred/)
    expect(see(png(1080, 864, () => 200)).findings).toEqual([])
    expect(see(png(1080, 864, (x, y) => (x < 300 ? stripes(x, y) : 200))).findings).toEqual([])
  })

  it('is read without its seen-through parts going black', () => {
    const picture = new PNG({ width: 520, height: 416 })
    expect(see(PNG.sync.write(picture)).facts?.sharpness).toBeNull()
  })
})

it('writes a ratio as people say it', () => {
  const ratios = [5 / 4, 16 / 9, 9 / 16, 3 / 4, 6 / 7, 1, 2.35, 1.3333]
  expect(ratios.map(ratioName)).toEqual(['5:4', '16:9', '9:16', '3:4', '6:7', '1:1', '2.35:1', '4:3'])
})

describe('codes in a picture', () => {
  it('of private payment, people, groups and other platforms are findings that quote them', () => {
    const rules = (content: string) =>
      see(withCodes([content]), 'poster')
        .findings.filter(f => f.rule.startsWith('WX-'))
        .map(f => [f.rule, f.severity, f.quote])
    expect(rules('wxp://f2f0abcdEFGH')).toEqual([['WX-TRADE-01', 'block', 'wxp://f2f0abcdEFGH']])
    expect(rules('https://qr.alipay.com/fkx12345')).toMatchObject([['WX-TRADE-01', 'block', expect.anything()]])
    expect(rules('https://u.wechat.com/EAbcd12345')).toMatchObject([['WX-DIVERT-01', 'warn', expect.anything()]])
    expect(rules('https://weixin.qq.com/g/AwYAAabc')).toMatchObject([['WX-DIVERT-01', 'warn', expect.anything()]])
    expect(rules('https://v.douyin.com/iRabc12/')).toMatchObject([['WX-DIVERT-03', 'warn', expect.anything()]])
  })

  it('of the own account, Mini Program and shop are fine', () => {
    for (const content of ['http://weixin.qq.com/r/AbCdEf', 'https://mp.weixin.qq.com/a/~abc', 'https://example.com/menu?table=3']) {
      const { findings, facts } = see(withCodes([content]), 'library_image')
      expect(facts?.codes.map(code => code.content)).toEqual([content])
      expect(findings.filter(f => f.rule !== 'CRAFT-PICTURE-01')).toEqual([])
    }
  })

  it('are all found, also small ones in a large poster', () => {
    const { facts } = see(withCodes(['https://u.wechat.com/EAone', 'wxp://f2f0two']), 'poster')
    expect(facts?.codes.map(code => code.kind).sort()).toEqual(['person', 'private_payment'])
    const code = PNG.sync.read(withCodes(['wxp://f2f0small'], 3))
    const poster = png(1500, 1800, (x, y) => (x < code.width && y < code.height ? code.data[(y * code.width + x) * 4]! : 255))
    expect(see(poster, 'poster').facts?.codes.map(c => c.kind)).toEqual(['private_payment'])
  })

  it('are told with the place where they stand', () => {
    const code = PNG.sync.read(withCodes(['wxp://f2f0here'], 6))
    const [left, top] = [800, 1100]
    const inside = (x: number, y: number) => x >= left && y >= top && x < left + code.width && y < top + code.height
    const poster = png(1500, 1800, (x, y) => (inside(x, y) ? code.data[((y - top) * code.width + x - left) * 4]! : 255))
    const box = see(poster, 'poster').facts!.codes[0]!.box
    // The code has a quiet zone of five of its modules around it; to within one of them.
    const quiet = 5 * 6
    for (const [is, wanted] of [
      [box.left, left + quiet],
      [box.top, top + quiet],
      [box.width, code.width - 2 * quiet],
      [box.height, code.height - 2 * quiet],
    ] as const)
      expect(Math.abs(is - wanted)).toBeLessThanOrEqual(6)
  })

  it('are named by what they open, whatever they try to look like', () => {
    expect(codeKind('HTTPS://QR.ALIPAY.COM/FKX0')).toBe('private_payment')
    expect(codeKind('https://example.com/?to=https://u.wechat.com/x')).toBe('link')
    expect(codeKind('https://nottaobao.com/')).toBe('link')
    expect(codeKind('weixin://wxpay/bizpayurl?pr=abc')).toBe('merchant_payment')
    expect(codeKind('https://work.weixin.qq.com/ca/cawcde')).toBe('wecom')
    expect(codeKind('取餐码 102')).toBe('text')
  })
})

describe('broken, huge and lying pictures', () => {
  it('are findings', () => {
    const good = png(1080, 864, stripes)
    expect(see(new Uint8Array())).toMatchObject({ facts: null, verdict: 'warn' })
    expect(see(good.subarray(0, 20)).facts).toBeNull()
    expect(reasons(see(good.subarray(0, 2000)))[0]).toMatch(/cannot be looked into/)
    const lying = Buffer.from(good)
    lying.writeUInt32BE(60_000, 16)
    lying.writeUInt32BE(60_000, 20)
    expect(reasons(see(lying, 'library_image'))).toEqual([expect.stringContaining('it has 60000 × 60000 pixels')])
    const twice = Buffer.concat([good.subarray(0, 33), lying.subarray(8, 33), good.subarray(33)])
    expect(reasons(see(twice, 'library_image'))).toEqual([expect.stringContaining('it has more than one head')])
    const noise: Paint = (x, y) => ((x * 7919 + y * 104729) ^ (x * y * 31)) & 255
    expect(reasons(see(png(400, 320, noise, true), 'library_image'))).toEqual([expect.stringContaining('it is interlaced')])
  })

  it('never throw, whatever is flipped, cut or invented', () => {
    const samples = [png(96, 64, stripes), jpg(96, 64, stripes), withCodes(['wxp://f2f0abc'], 2)]
    const mangled = fc
      .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.nat())
      .map(([sample, flips, cut]) => {
        const bytes = Uint8Array.from(sample)
        for (const [at, value] of flips) bytes[at % bytes.length] = value
        return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes
      })
    fc.assert(
      fc.property(fc.oneof(mangled, fc.uint8Array({ maxLength: 300 })), bytes => {
        expect(['pass', 'warn', 'block']).toContain(see(bytes, 'library_image').verdict)
      }),
      { numRuns: 150, seed: 5 },
    )
  })

  it('keep their head in every format', () => {
    const gif = Uint8Array.from([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x40, 1, 0xf0, 0])
    expect(imageHead(gif)).toMatchObject({ format: 'gif', width: 320, height: 240 })
    expect(imageHead(jpg(33, 17, stripes))).toMatchObject({ format: 'jpeg', width: 33, height: 17 })
    const bmp = new Uint8Array(30)
    bmp.set([0x42, 0x4d])
    new DataView(bmp.buffer).setInt32(18, 64, true)
    new DataView(bmp.buffer).setInt32(22, -48, true)
    expect(imageHead(bmp)).toMatchObject({ format: 'bmp', width: 64, height: 48 })
  })
})

describe('a file', () => {
  it('that is of another kind than its place, or of none, is refused; a broken one is looked at', () => {
    const picture = png(96, 64, stripes)
    const film = video({ seconds: 22, width: 1080, height: 1920, cuts: [0, 2] })
    expect(() => lookAt(picture, 'channels_video')).toThrow('this is a picture')
    expect(() => lookAt(film, 'article_cover')).toThrow('this is a video')
    expect(() => lookAt(Buffer.from('not a picture at all'), 'poster')).toThrow('neither')
    expect(() => lookAt(new Uint8Array(), 'poster')).toThrow('empty')
    expect(lookAt(picture.subarray(0, 20), 'poster')).toMatchObject({ image: null, video: null, hits: [{ rule: 'CRAFT-PICTURE-01' }] })
    expect(lookAt(film, 'channels_video')).toMatchObject({ image: null, video: { seconds: 22 }, hits: [] })
  })
})

describe('a video', () => {
  const watch = (bytes: Uint8Array) => checks.video({ carrier: 'ch', place: 'channels_video', bytes })

  it('tells its length, size and first cut', () => {
    const bytes = video({ seconds: 22, width: 1080, height: 1920, cuts: [0, 2.5, 9] })
    expect(readMp4(bytes)).toEqual({ seconds: 22, width: 1080, height: 1920, firstCutSeconds: 2.5 })
    expect(watch(bytes)).toMatchObject({ verdict: 'pass', findings: [] })
    expect(readMp4(video({ seconds: 22, width: 1080, height: 1920, cuts: [0] })).firstCutSeconds).toBeNull()
  })

  it('that is too long, slow to begin or barred is told so', () => {
    const bytes = video({ seconds: 95.2, width: 1000, height: 400, cuts: [0, 6] })
    expect(reasons(watch(bytes))).toEqual([
      '95.2 s long; 15–30 s work best',
      'Nothing changes in the first 3 s',
      '1000×400 will show black bars',
    ])
  })

  it('that is none, or lies about its boxes, is a finding', () => {
    const good = video({ seconds: 22, width: 1080, height: 1920, cuts: [0, 2] })
    expect(watch(new Uint8Array())).toMatchObject({ facts: null, verdict: 'warn' })
    expect(reasons(watch(good.subarray(0, 12)))[0]).toMatch(/moov\) is missing/)
    expect(reasons(watch(Buffer.concat([box('ftyp'), box('moov')])))[0]).toMatch(/no picture/)
    const many = Buffer.concat([box('ftyp'), ...Array.from({ length: 5000 }, () => box('free'))])
    expect(reasons(watch(many))[0]).toMatch(/too many boxes/)
  })

  it('never throws, whatever is flipped or cut', () => {
    const good = video({ seconds: 22, width: 1080, height: 1920, cuts: [0, 2, 5] })
    const flips = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(flips, fc.nat(good.length), (changes, cut) => {
        const bytes = Uint8Array.from(good)
        for (const [at, value] of changes) bytes[at] = value
        expect(['pass', 'warn']).toContain(watch(bytes.subarray(0, cut % 2 === 0 ? bytes.length : cut)).verdict)
      }),
      { numRuns: 2000, seed: 5 },
    )
  })
})
