/**
 * The kinds of draft. Times are minutes or seconds as named, money is fen, hours are hours in Asia/Shanghai. A kind says which
 * carrier it lives on when neither draft nor caller says so.
 */
import type { Static } from 'typebox'
import type { Carrier } from '../types.ts'
import { article, live_plan, privacy_notice, reply, survey, video } from './contents.ts'
import { benefit, campaign, draw, journey, message_template, send_plan, subscribe_request } from './efforts.ts'
import { entry, follow_component, link, menu, popup, slot } from './places.ts'

export const shapes = {
  entry,
  slot,
  popup,
  menu,
  article,
  video,
  survey,
  reply,
  message_template,
  subscribe_request,
  campaign,
  draw,
  benefit,
  journey,
  live_plan,
  follow_component,
  privacy_notice,
  link,
  send_plan,
}
export type Kind = keyof typeof shapes
export type DraftOf<K extends Kind> = Static<(typeof shapes)[K]>
export const kinds = Object.keys(shapes) as Kind[]
export const isKind = (kind: string): kind is Kind => Object.hasOwn(shapes, kind)

export const homeOf: Record<Kind, Carrier> = {
  entry: 'mp',
  slot: 'mp',
  popup: 'mp',
  menu: 'oa',
  article: 'oa',
  video: 'ch',
  survey: 'mp',
  reply: 'oa',
  message_template: 'mp',
  subscribe_request: 'mp',
  campaign: 'cross',
  draw: 'cross',
  benefit: 'mp',
  journey: 'cross',
  live_plan: 'ch',
  follow_component: 'mp',
  privacy_notice: 'mp',
  link: 'h5',
  send_plan: 'oa',
}
