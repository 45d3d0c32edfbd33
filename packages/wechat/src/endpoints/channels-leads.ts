/** Leads (留资) of Channels: what people filled into forms. No openid, no UnionID; phones are personal data. */
import type { Check } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { channels } from './sources.ts'

const leads = endpointsOf({
  method: 'POST',
  auth: 'access_token',
  accounts: ['channels'],
  ids: ['leads_component_id', 'request_id'],
  source: channels('channels'),
})
const component: Check = { at: 'leads_component_id', required: true }

type Page = { last_buffer?: string; continue_flag: boolean }

/** `status` 1 not submitted, 2 waiting, 3 refused, 4 passed, 5 deleted. */
export type LeadsForm = { leads_component_id: string; leads_description: string; status: 1 | 2 | 3 | 4 | 5 }

/** The account's forms. Source: …/doc/channels/api/channels */
export const listLeadsForms = leads<{ last_buffer?: string }, { item: LeadsForm[] } & Page>('/channels/leads/get_leads_component_id')

/** Lives in which a form was shown, each with its `request_id`. Source: …/doc/channels/api/channels */
export const listLeadsLives = leads<
  { leads_component_id: string; last_buffer?: string },
  { item: { request_id: string; live_start_time: number; live_description: string }[] } & Page
>('/channels/leads/get_leads_request_id', { checks: [component] })

/** One filled form. The new layout has `leads_data`, the old one only `phone`; the city question answers with a list. */
export type Lead =
  | {
      leads_data: { title: string; value: string | string[] }[]
      anchor_nickname?: string
      live_start_time?: number
      live_description?: string
      close_flag?: number | boolean
      time?: number | string
    }
  | { phone: string }

/** Filled forms of a time (unix s); `version` 1 = new layout. Source: …/doc/channels/api/channels */
export const listLeadsOfForm = leads<
  { leads_component_id: string; start_time?: number; end_time?: number; last_buffer?: string; version?: 1 },
  { user_data: Lead[] } & Page
>('/channels/leads/get_leads_info_by_component_id', { checks: [component] })

/** Filled forms of one live. Source: …/doc/channels/api/channels */
export const listLeadsOfLive = leads<{ request_id: string; last_buffer?: string; version?: 1 }, { user_data: Lead[] } & Page>(
  '/channels/leads/get_leads_info_by_request_id',
  { checks: [{ at: 'request_id', required: true }] },
)

/** Counts are text. */
export type LeadsPromotion = {
  anchor_nickname: string
  live_description: string
  live_start_time: number
  live_audience_count?: number | string
  exposure_uv: string
  click_uv: string
  exposure_click_rate: number
  leads_num: string
  close_flag?: number | boolean
}

/** How a form did, live by live. Source: …/doc/channels/api/channels */
export const listLeadsPromotions = leads<
  { leads_component_id: string; start_time?: number; end_time?: number; last_buffer?: string },
  { record_data: LeadsPromotion[] } & Page
>('/channels/leads/get_leads_component_promote_record', { checks: [component] })
