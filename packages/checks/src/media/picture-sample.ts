/** Pictures for tests: painted by a function, in focus or not, with codes on them. */
import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'
import qrcode from 'qrcode-generator'

export type Paint = (x: number, y: number) => number

/** A picture whose pixels have the grey that `paint` says, 0 to 255. */
export function png(width: number, height: number, paint: Paint, interlace = false): Buffer {
  const picture = new PNG({ width, height })
  picture.data = painted(width, height, paint)
  const bytes = PNG.sync.write(picture)
  if (interlace) bytes[28] = 1
  return bytes
}
export const jpg = (width: number, height: number, paint: Paint): Buffer =>
  jpeg.encode({ width, height, data: painted(width, height, paint) }, 90).data
function painted(width: number, height: number, paint: Paint): Buffer {
  const data = Buffer.alloc(width * height * 4, 255)
  for (let i = 0; i < width * height; i++) {
    const grey = paint(i % width, Math.floor(i / width))
    data[i * 4] = grey
    data[i * 4 + 1] = grey
    data[i * 4 + 2] = grey
  }
  return data
}
export const stripes: Paint = x => (Math.floor(x / 8) % 2 === 0 ? 40 : 220)
/** The same stripes through a wide, soft lens. */
export const soft: Paint = x => 130 + 90 * Math.sin(x / 40)

/** Codes side by side on white, `scale` pixels a module. */
export function withCodes(contents: string[], scale = 4): Buffer {
  const codes = contents.map(content => {
    const code = qrcode(0, 'M')
    code.addData(content)
    code.make()
    return code
  })
  const side = Math.max(...codes.map(code => code.getModuleCount())) + 10
  return png(side * scale * contents.length, side * scale, (px, py) => {
    const code = codes[Math.floor(px / (side * scale))]!
    const [x, y] = [Math.floor((px % (side * scale)) / scale) - 5, Math.floor(py / scale) - 5]
    const inside = x >= 0 && y >= 0 && x < code.getModuleCount() && y < code.getModuleCount()
    return inside && code.isDark(y, x) ? 0 : 255
  })
}
