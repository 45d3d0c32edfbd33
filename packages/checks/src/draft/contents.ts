/** Drafts of what people read, watch or fill in. */
import Type from 'typebox'
import { Amount, Count, common, copy, list, maybe, Name, shape, Tags, Target, yes } from './parts.ts'

/** `sells`: it leads to buying. `rest`: where the part that is held back can be seen. */
export const article = shape({
  ...common,
  title: copy('title', 200),
  paragraphs: list(shape({ text: copy('article_body', 20_000), promotion: yes }), 1000),
  inserts: list(
    shape({ kind: Type.Enum(['mini_program_card', 'channels', 'follow_card']), title: copy('share_card', 200), target: Target }),
    50,
  ),
  genre: maybe(Type.Enum(['knowledge', 'experience', 'review', 'news', 'notice', 'advertisement'])),
  sells: yes,
  adMark: yes,
  rest: maybe(Type.Enum(['follow', 'card', 'elsewhere', 'here'])),
  tags: maybe(Tags),
  accountTags: maybe(Tags),
})

/** `seconds`: its length; `hookSeconds`: when the first cut or the point comes. */
export const video = shape({
  ...common,
  title: copy('video_caption', 200),
  description: maybe(copy('video_desc')),
  seconds: maybe(Amount),
  hookSeconds: maybe(Amount),
  tags: maybe(Tags),
  accountTags: maybe(Tags),
  target: maybe(Target),
  rest: maybe(Type.Enum(['follow', 'card', 'elsewhere', 'here'])),
  sells: yes,
  genre: maybe(Type.Enum(['knowledge', 'experience', 'review', 'show', 'advertisement'])),
  adMark: yes,
})

export const sensitive = ['id_number', 'bank_card', 'verification_code', 'password', 'face', 'contacts', 'health'] as const
const AskedField = shape({
  name: Name,
  data: Type.Enum(['phone', 'name', 'address', 'location', 'profile', 'album', 'birthday', 'choice', 'text', 'stars', ...sensitive]),
  required: yes,
  /** The service cannot be given without it. */
  needed: yes,
  separateConsent: yes,
})

export const survey = shape({
  ...common,
  title: copy('form', 200),
  questions: list(shape({ text: copy('form', 500), data: maybe(AskedField.properties.data), separateConsent: yes, needed: yes }), 100),
  skippable: yes,
  audience: maybe(Type.Enum(['all', 'adults', 'under14'])),
  guardianConsent: yes,
})

/** A reply of the account or of customer service to `question`, keyword or follow. */
export const reply = shape({
  ...common,
  question: maybe(Type.String({ maxLength: 200 })),
  text: copy('auto_reply', 2048),
  trigger: Type.Enum(['keyword', 'follow', 'menu', 'customer_service']),
  /** Marketing, as a person or the text engine sees it. */
  marketing: yes,
  asked: yes,
})

/** `atMinutes` from the start. `item`: index of the item a line speaks about. */
export const live_plan = shape({
  ...common,
  title: copy('live_title', 200),
  lines: list(
    shape({
      atMinutes: Amount,
      text: copy('live_script', 5000),
      diversion: yes,
      item: maybe(Count),
      priceFen: maybe(Count),
      gift: maybe(Type.String({ maxLength: 200 })),
    }),
    500,
  ),
  items: list(shape({ name: Name, priceFen: Count, gift: maybe(Type.String({ maxLength: 200 })), tags: maybe(Tags) }), 500),
  tags: maybe(Tags),
  accountTags: maybe(Tags),
  /** Minutes from the start at which a diversion line was really spoken. */
  state: maybe(shape({ lastDiversionMinutes: maybe(Amount), nowMinutes: maybe(Amount) })),
})

/** A privacy notice or consent form. `retentionDays` after erasure; `withdrawTaps`: from the setting to done. */
export const privacy_notice = shape({
  ...common,
  text: copy('privacy_notice', 50_000),
  purposes: list(shape({ name: Name, ticked: Type.Boolean(), required: Type.Boolean(), needed: Type.Boolean() }), 50),
  bundled: yes,
  decline: shape({ present: Type.Boolean(), equalWeight: Type.Boolean() }),
  withdrawal: shape({ selfService: Type.Boolean(), taps: maybe(Count), keepsForever: yes }),
  fields: maybe(list(AskedField, 50)),
  audience: maybe(Type.Enum(['all', 'adults', 'under14'])),
  guardianConsent: yes,
  joins: maybe(list(Type.Enum(['mp', 'oa', 'ch']), 3)),
  joinsStated: yes,
  consentPerPerson: yes,
})
