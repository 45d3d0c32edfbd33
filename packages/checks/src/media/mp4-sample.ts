/** MP4 files without pictures, for tests: the boxes that say how long, how large and where its scenes begin. */
const framesPerSecond = 30

/** `cuts`: seconds of its sync samples, the first is 0. */
export function video({ seconds, width, height, cuts }: { seconds: number; width: number; height: number; cuts: number[] }): Buffer {
  const samples = Math.round(seconds * framesPerSecond)
  const head = (scale: number) => words(0, 0, 0, scale, Math.round(seconds * scale))
  const table = box(
    'stbl',
    box('stts', words(0, 1, samples, 1)),
    box('stss', words(0, cuts.length, ...cuts.map(cut => Math.round(cut * framesPerSecond) + 1))),
  )
  const media = box(
    'mdia',
    box('mdhd', head(framesPerSecond)),
    box('hdlr', words(0, 0), Buffer.from('vide'), words(0, 0, 0)),
    box('minf', table),
  )
  const track = box('trak', box('tkhd', Buffer.alloc(76), words(width * 65536, height * 65536)), media)
  return Buffer.concat([box('ftyp', Buffer.from('isom')), box('moov', box('mvhd', head(1000), Buffer.alloc(80)), track)])
}

export function box(name: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([words(body.length + 8), Buffer.from(name), body])
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, i) => void bytes.writeUInt32BE(value, i * 4))
  return bytes
}
