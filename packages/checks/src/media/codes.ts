/** QR codes in a picture, and what opens when somebody scans them. Round Mini Program codes are no QR codes and are not read. */
import jsqr, { type QRCode } from 'jsqr'
import type { Area, Grey, Pixels } from './picture.ts'
import { toGrey } from './picture.ts'

export type CodeKind =
  | 'private_payment'
  | 'merchant_payment'
  | 'person'
  | 'group'
  | 'wecom'
  | 'account'
  | 'channels'
  | 'mini_program'
  | 'other_platform'
  | 'link'
  | 'text'
/** `box`: where it stands, in pixels of the picture. */
export type Code = { kind: CodeKind; content: string; box: Area }

/** In order; the first that fits names the kind. Sources: the addresses these codes carry in practice. */
const kinds: [CodeKind, RegExp][] = [
  [
    'private_payment',
    /^(?:wxp:\/\/|https?:\/\/qr\.alipay\.com\/|alipays?:\/\/|https?:\/\/qr\.95516\.com\/|https?:\/\/i\.qianbao\.qq\.com\/)/i,
  ],
  ['merchant_payment', /^(?:weixin:\/\/wxpay\/bizpayurl|https?:\/\/payapp\.weixin\.qq\.com\/|https?:\/\/wx\.tenpay\.com\/)/i],
  ['person', /^(?:https?:\/\/u\.wechat\.com\/|weixin:\/\/contacts\/profile\/)/i],
  [
    'group',
    /^(?:https?:\/\/weixin\.qq\.com\/g\/|https?:\/\/qm\.qq\.com\/|https?:\/\/qun\.qq\.com\/|mqqapi:\/\/|https?:\/\/jq\.qq\.com\/)/i,
  ],
  ['wecom', /^https?:\/\/(?:work\.weixin\.qq\.com|wework\.qpic\.cn)\//i],
  ['account', /^https?:\/\/(?:weixin\.qq\.com\/r\/|mp\.weixin\.qq\.com\/(?!a\/))/i],
  ['channels', /^https?:\/\/(?:weixin\.qq\.com\/sph\/|channels\.weixin\.qq\.com\/)/i],
  ['mini_program', /^(?:https?:\/\/(?:mp\.weixin\.qq\.com\/a\/|wxaurl\.cn\/|wxmpurl\.cn\/)|weixin:\/\/dl\/business|#小程序:\/\/)/i],
  [
    'other_platform',
    /^(?:https?:\/\/(?:[\w-]+\.){0,4}(?:taobao\.com|tmall\.com|tb\.cn|jd\.com|3\.cn|pinduoduo\.com|yangkeduo\.com|douyin\.com|iesdouyin\.com|kuaishou\.com|xiaohongshu\.com|xhslink\.com|weibo\.com|weibo\.cn|bilibili\.com|b23\.tv|meituan\.com|dianping\.com)(?:[/?#:]|$)|(?:taobao|openapp\.jdmobile|snssdk\d{0,6}|xhsdiscover):\/\/)/i,
  ],
  ['link', /^[a-z][a-z0-9+.-]{1,30}:\/\//i],
]

/** What a code's content opens. */
export const codeKind = (content: string): CodeKind => kinds.find(([, pattern]) => pattern.test(content.slice(0, 2000)))?.[0] ?? 'text'

/** Longest side of what is searched at once; pure noise of that size takes the finder a second, a photograph some hundredths. */
const searchSide = 700
const mostCodes = 8
/** Left, top, width, height in shares: the whole, halves and quarters that overlap. Codes side by side or small ones hide from the whole. */
const areas: [number, number, number, number][] = [
  [0, 0, 1, 1],
  [0, 0, 0.55, 1],
  [0.45, 0, 0.55, 1],
  [0, 0, 1, 0.55],
  [0, 0.45, 1, 0.55],
  [0, 0, 0.55, 0.55],
  [0.45, 0, 0.55, 0.55],
  [0, 0.45, 0.55, 0.55],
  [0.45, 0.45, 0.55, 0.55],
]

/** At most eight codes, each content once, where it was seen first. One code an area: a code that is seen hides none in another. */
export function codesIn(pixels: Pixels): Code[] {
  const found = new Map<string, Code>()
  for (const [left, top, width, height] of areas) {
    const area = {
      left: Math.floor(left * pixels.width),
      top: Math.floor(top * pixels.height),
      width: Math.max(1, Math.floor(width * pixels.width)),
      height: Math.max(1, Math.floor(height * pixels.height)),
    }
    const grey = toGrey(pixels, searchSide, area)
    const seen = jsqr.default(opaque(grey), grey.width, grey.height, { inversionAttempts: 'dontInvert' })
    const content = seen?.data
    if (!content || found.has(content) || found.size === mostCodes) continue
    found.set(content, { kind: codeKind(content), content, box: boxOf(cornersOf(seen), area, area.width / grey.width) })
  }
  return [...found.values()]
}

const cornersOf = ({ location: { topLeftCorner, topRightCorner, bottomLeftCorner, bottomRightCorner } }: QRCode) => [
  topLeftCorner,
  topRightCorner,
  bottomLeftCorner,
  bottomRightCorner,
]

/** The upright box around corners that were found in an area shrunk by `scale`; no larger than the area. */
function boxOf(corners: { x: number; y: number }[], area: Area, scale: number): Area {
  const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value * scale)))
  const xs = corners.map(({ x }) => within(x, area.width))
  const ys = corners.map(({ y }) => within(y, area.height))
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return { left: area.left + left, top: area.top + top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}

function opaque({ data }: Grey): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(data.length * 4).fill(255)
  for (let i = 0; i < data.length; i++) rgba.fill(data[i]!, i * 4, i * 4 + 3)
  return rgba
}
