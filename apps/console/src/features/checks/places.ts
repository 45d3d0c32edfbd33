/** Where copy goes, in the order people look for it. */
import type { TextContent } from '@wematrix/server/features/checks/schema'
import type { CarrierKind } from '../../ui/marks.tsx'

export type CheckCarrier = TextContent['carrier']
export type CheckSurface = TextContent['surface']

/** The places that matter most on a carrier, the likeliest first. */
export const usualSurfaces: Record<CheckCarrier, CheckSurface[]> = {
  oa: ['article_body', 'title', 'auto_reply', 'menu', 'kefu_message', 'template_message', 'follow_module', 'profile_bio'],
  mp: [
    'page_copy',
    'button',
    'popup',
    'follow_module',
    'share_card',
    'subscribe_message',
    'coupon',
    'form',
    'campaign_rules',
    'privacy_notice',
  ],
  ch: ['live_script', 'live_title', 'video_desc', 'video_caption', 'comment_pin', 'title', 'profile_bio'],
  h5: ['page_copy', 'button', 'popup', 'share_card', 'campaign_rules', 'form'],
  cross: ['campaign_rules', 'poster', 'page_copy', 'coupon', 'share_card'],
}

/** Whose sign stands for it; several carriers and web pages have none of their own. */
export const markOf: Record<CheckCarrier, CarrierKind> = {
  oa: 'official_account',
  mp: 'mini_program',
  ch: 'channels',
  h5: 'other',
  cross: 'other',
}

/** All places: every word that begins with `surface.` names one. */
const every: Record<CheckSurface, true> = {
  article_body: true,
  auto_reply: true,
  button: true,
  campaign_rules: true,
  comment_pin: true,
  coupon: true,
  follow_module: true,
  form: true,
  kefu_message: true,
  live_script: true,
  live_title: true,
  menu: true,
  page_copy: true,
  popup: true,
  poster: true,
  privacy_notice: true,
  profile_bio: true,
  settings: true,
  share_card: true,
  subscribe_message: true,
  template_message: true,
  title: true,
  video_caption: true,
  video_desc: true,
}
export const allSurfaces = Object.keys(every) as CheckSurface[]
export const isSurface = (name: string | undefined): name is CheckSurface => name !== undefined && name in every
