/** Drafts of what is done with people: campaigns, draws, benefits, journeys, messages. */
import Type from 'typebox'
import { Amount, Count, common, copy, list, maybe, Name, shape, yes } from './parts.ts'

export const message_template = shape({
  ...common,
  title: copy('template_message', 100),
  body: maybe(copy('template_message', 1000)),
  scene: Name,
  /** The event it is sent for; other than the template's scene it does not fit. */
  eventScene: maybe(Name),
  purpose: Type.Enum(['service', 'marketing']),
  eventId: yes,
})

export const subscribe_request = shape({
  ...common,
  text: maybe(copy('popup', 500)),
  trigger: Type.Enum(['tap', 'pay_callback', 'load', 'timer']),
  templates: list(shape({ id: Name, kind: Type.Enum(['one_off', 'long_term']) }), 20),
  state: maybe(shape({ consents: maybe(Count), sends: maybe(Count), daysSinceRefusal: maybe(Amount) })),
})

/** `people`: how many one must bring; `stock`, `start`, `end` as published. */
export const campaign = shape({
  ...common,
  rules: maybe(copy('campaign_rules', 20_000)),
  steps: list(copy('campaign_rules', 500), 50),
  people: maybe(Count),
  exceptions: maybe(Count),
  rulesPage: yes,
  start: maybe(Type.String({ maxLength: 40 })),
  end: maybe(Type.String({ maxLength: 40 })),
  stock: maybe(shape({ claimed: Count, fromSystem: Type.Boolean() })),
  claims: maybe(list(shape({ text: copy('page_copy', 500), checkable: Type.Boolean() }), 50)),
  personalised: yes,
  offSwitch: yes,
})

export const draw = shape({
  ...common,
  prizes: list(shape({ name: copy('campaign_rules', 200), valueFen: maybe(Count), count: maybe(Count) }), 100),
  odds: maybe(Type.String({ maxLength: 200 })),
  entry: maybe(Type.String({ maxLength: 500 })),
  start: maybe(Type.String({ maxLength: 40 })),
  end: maybe(Type.String({ maxLength: 40 })),
  drawAt: maybe(Type.String({ maxLength: 40 })),
  method: maybe(Type.String({ maxLength: 500 })),
  claim: maybe(Type.String({ maxLength: 500 })),
  organiser: maybe(Type.String({ maxLength: 200 })),
  contact: maybe(Type.String({ maxLength: 200 })),
  rulesPage: yes,
  changedAfterStart: yes,
  bySkill: yes,
})

/** `formerPriceFen` with `formerSold`: it was really sold at that price in the seven days before. */
export const benefit = shape({
  ...common,
  text: copy('coupon', 1000),
  priceFen: maybe(Count),
  formerPriceFen: maybe(Count),
  formerSold: yes,
  virtual: yes,
  payBy: maybe(list(Type.Enum(['wechat_pay', 'ios_iap', 'customer_service', 'h5', 'android', 'transfer']), 10)),
  platforms: maybe(list(Type.Enum(['ios', 'android']), 2)),
  extras: maybe(list(shape({ name: Name, ticked: Type.Boolean() }), 20)),
  renewal: maybe(shape({ shownBeforePay: Type.Boolean(), priceFen: maybe(Count), remindDays: maybe(Count) })),
  listPriceVaries: yes,
})

/** `joins`: carriers whose data it brings together under UnionID. `capPerDay`, `quietFrom`, `quietTo`: hours 0–24. */
export const journey = shape({
  ...common,
  steps: list(shape({ carrier: Type.Enum(['mp', 'oa', 'ch', 'h5']), act: Name, text: maybe(copy('page_copy')) }), 100),
  personalised: yes,
  offSwitch: yes,
  tagDeletion: yes,
  joins: maybe(list(Type.Enum(['mp', 'oa', 'ch']), 3)),
  joinNotice: yes,
  joinConsent: yes,
  usesUnionId: yes,
  bound: yes,
  sameSubject: yes,
  audience: maybe(Type.Enum(['all', 'adults', 'under14'])),
  calls: maybe(
    list(
      shape({ name: Name, granted: yes, open: yes, simulated: yes, planned: maybe(Count), used: maybe(Count), quota: maybe(Count) }),
      100,
    ),
  ),
})

/**
 * One message to one person, or one broadcast, at the moment of sending. Counts are of this person today, of the account for
 * broadcasts. `hour` 0–23 in Asia/Shanghai.
 */
export const send_plan = shape({
  ...common,
  channel: Type.Enum(['subscribe', 'template', 'customer_service', 'broadcast', 'sms']),
  account: maybe(Type.Enum(['subscription', 'service'])),
  purpose: Type.Enum(['service', 'marketing']),
  text: maybe(copy('kefu_message', 5000)),
  hour: maybe(Type.Integer({ minimum: 0, maximum: 23 })),
  sender: yes,
  refusal: yes,
  consent: yes,
  eventId: yes,
  state: shape({
    sameKindToday: maybe(Count),
    touchesToday: maybe(Count),
    broadcastsToday: maybe(Count),
    broadcastsThisMonth: maybe(Count),
    consents: maybe(Count),
    sends: maybe(Count),
    suppressed: maybe(Type.Enum(['unsubscribed', 'unfollowed', 'opted_out', 'erasure'])),
    daysSinceRefusal: maybe(Amount),
    minutesSinceQuestion: maybe(Amount),
    quotaUsed: maybe(Count),
    quota: maybe(Count),
    granted: yes,
    minor: yes,
  }),
})
