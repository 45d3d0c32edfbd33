/** Parts that several kinds of draft share. A string with a surface is copy: the text engine reads it as well. */
import Type, { type Static, type TProperties, type TSchema } from 'typebox'
import type { Surface } from '../types.ts'
import { carriers } from '../types.ts'

/** What people read there, at most `maxLength` UTF-16 units. */
export const copy = (surface: Surface, maxLength = 5000) => Type.String({ maxLength, surface })
export const maybe = Type.Optional
export const yes = Type.Optional(Type.Boolean())
export const list = <T extends TSchema>(item: T, maxItems = 200) => Type.Array(item, { maxItems })
export const shape = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
export const Name = Type.String({ minLength: 1, maxLength: 200 })
export const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
export const Amount = Type.Number({ minimum: 0, maximum: 1_000_000_000 })
export const Tags = list(Type.String({ maxLength: 60 }), 50)

/** What a person does. `recruit`: brings others; `friend_order`: a friend's own, completed order. */
export const acts = [
  'share',
  'recruit',
  'friend_order',
  'follow',
  'like',
  'comment',
  'collect',
  'danmaku',
  'subscribe',
  'authorise',
  'download',
  'reply',
  'tap_menu',
  'open_chat',
  'order',
  'pay',
  'check_in',
  'register',
  'review',
  'good_review',
  'answer',
  'visit',
] as const
export type Act = (typeof acts)[number]
export const ActShape = Type.Enum([...acts])

/** Something of value and what must be done to get it. */
export const Offer = shape({
  kind: Type.Enum(['coupon', 'discount', 'points', 'gift', 'red_packet', 'draw_chance', 'membership', 'material']),
  text: maybe(copy('campaign_rules')),
  /** Whoever meets them gets it; empty: everybody. `count`: people or times. */
  conditions: list(shape({ act: ActShape, count: maybe(Count) }), 20),
  /** What one gets is certain and said beforehand. */
  fixed: Type.Boolean(),
  /** Levels of recruits that earn; 1 is a plain referral. */
  levels: maybe(Count),
  /** Fee to take part, in fen. */
  joinFeeFen: maybe(Count),
  /** False: told to nobody, given silently. */
  announced: maybe(Type.Boolean()),
})
export type Offer = Static<typeof Offer>

/** Something that stays shut until an act is done. */
export const Gate = shape({ act: ActShape, opens: Name, needed: maybe(Type.Boolean()) })

/** Where an entry leads. `subject`: whose it is. `live`: the target exists and opens. */
export const Target = shape({
  kind: Type.Enum([
    'mini_program_page',
    'official_account',
    'article',
    'channels_video',
    'channels_live',
    'channels_home',
    'shop_item',
    'h5',
    'customer_service',
    'download',
    'message',
    'other_app',
  ]),
  path: maybe(Type.String({ maxLength: 1024 })),
  title: maybe(Type.String({ maxLength: 500 })),
  /** What the page says, as it was last read. */
  text: maybe(Type.String({ maxLength: 20_000 })),
  tags: maybe(Tags),
  subject: maybe(Type.Enum(['own', 'related', 'other'])),
  exists: maybe(Type.Boolean()),
  priceFen: maybe(Count),
  gift: maybe(Type.String({ maxLength: 200 })),
})
export type Target = Static<typeof Target>

/** `size` of the mark in px, `afterSeconds` until it shows, `taps` it takes. */
export const Close = shape({
  present: Type.Boolean(),
  works: maybe(Type.Boolean()),
  afterSeconds: maybe(Amount),
  taps: maybe(Count),
  sizePx: maybe(Amount),
  /** It closes something else than it says. */
  forged: maybe(Type.Boolean()),
  /** It comes back on the same page after closing. */
  reopens: maybe(Type.Boolean()),
})

/** Pictures, voices and videos, as far as a label goes. */
export const Medium = shape({
  kind: Type.Enum(['image', 'voice', 'video']),
  aiMade: maybe(Type.Boolean()),
  aiLabel: maybe(Type.Boolean()),
})

/** The part a page plays. */
export const PageRole = Type.Enum([
  'home',
  'detail',
  'list',
  'checkout',
  'pay',
  'pay_success',
  'order',
  'finish',
  'result',
  'profile',
  'other',
])

/** What every kind may carry. */
export const common = {
  carrier: maybe(Type.Enum([...carriers])),
  name: maybe(Name),
  offers: maybe(list(Offer, 20)),
  gates: maybe(list(Gate, 20)),
  media: maybe(list(Medium, 100)),
}
