/** Leads: forms, the lives that showed them, and what people filled in. Nobody's openid is told. */
import {
  getLiveLeads,
  type Lead,
  listLeadsForms,
  listLeadsLives,
  listLeadsOfForm,
  listLeadsOfLive,
  listLeadsPromotions,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { liveFigures } from '../state/channels-figures.ts'
import type { Live } from '../worlds/world.ts'
import { ability } from './lives.ts'
import type { LeadState } from './state.ts'

/** Rows a page; WeChat's number is not published. */
const rowsPerPage = 50

function paged<Item>(all: readonly Item[], last_buffer: string | undefined) {
  const from = Number(last_buffer ?? 0) || 0
  const part = all.slice(from, from + rowsPerPage)
  const continue_flag = from + part.length < all.length
  return { part, page: { last_buffer: continue_flag ? String(from + part.length) : '', continue_flag } }
}

/** The form asked for, not deleted. Throws 48001 and -2. */
function formOf(call: Call, id: unknown) {
  ability(call)
  const form = call.account.channels.forms.find(({ leads_component_id }) => leads_component_id === String(id))
  if (!form) throw new Refusal(-2, 'invalid leads_component_id')
  return form
}
/** A passed form was shown in every live that began. */
const livesOf = ({ realm, now }: Call) => realm.world.content.lives.filter(live => live.startsAt <= now)
const requestId = (live: Live) => String(80_000_000 + live.number)

on(listLeadsForms, (call, { last_buffer }) => {
  ability(call)
  const { part, page } = paged(call.account.channels.forms, last_buffer)
  return { errcode: 0, errmsg: 'ok', item: part, ...page }
})

on(listLeadsLives, (call, { leads_component_id, last_buffer }) => {
  const form = formOf(call, leads_component_id)
  const { part, page } = paged(form.status === 4 ? livesOf(call) : [], last_buffer)
  const item = part.map(live => ({ request_id: requestId(live), live_start_time: live.startsAt / 1000, live_description: live.title }))
  return { errcode: 0, errmsg: 'ok', item, ...page }
})

/** The new layout answers questions, the old one is a phone number. The city question answers with a list. */
function view(call: Call, lead: LeadState, version: number | undefined): Lead {
  if (version !== 1) return { phone: lead.phone }
  const live = call.realm.world.content.lives.find(({ exportId }) => exportId === lead.exportId)
  return {
    anchor_nickname: call.account.spec.name,
    live_start_time: (live?.startsAt ?? 0) / 1000,
    live_description: live?.title ?? '',
    close_flag: 0,
    leads_data: [
      { title: '姓名', value: lead.name },
      { title: '手机号', value: lead.phone },
      { title: '城市', value: lead.city },
    ],
    time: Math.floor(lead.at / 1000),
  }
}
const within = (at: number, start_time = 0, end_time = Number.POSITIVE_INFINITY) => at / 1000 >= start_time && at / 1000 <= end_time

on(listLeadsOfForm, (call, { leads_component_id, start_time, end_time, last_buffer, version }) => {
  formOf(call, leads_component_id)
  const found = call.account.channels.leads.filter(
    lead => lead.formId === String(leads_component_id) && within(lead.at, start_time, end_time),
  )
  const { part, page } = paged(found, last_buffer)
  return { errcode: 0, errmsg: 'ok', user_data: part.map(lead => view(call, lead, version)), ...page }
})

on(listLeadsOfLive, (call, { request_id, last_buffer, version }) => {
  ability(call)
  const live = livesOf(call).find(live => requestId(live) === String(request_id))
  if (!live) throw new Refusal(-2, 'invalid request_id')
  const found = call.account.channels.leads.filter(({ exportId }) => exportId === live.exportId)
  const { part, page } = paged(found, last_buffer)
  return { errcode: 0, errmsg: 'ok', user_data: part.map(lead => view(call, lead, version)), ...page }
})

/** The number of leads is exact; who saw and tapped the form is grown from the live's audience. */
on(listLeadsPromotions, (call, { leads_component_id, start_time, end_time, last_buffer }) => {
  const form = formOf(call, leads_component_id)
  const lives = form.status === 4 ? livesOf(call).filter(live => within(live.startsAt, start_time, end_time)) : []
  const { part, page } = paged(lives, last_buffer)
  const record_data = part.map(live => {
    const { total_audience_count } = liveFigures(call.realm, call.account, live)
    const leads = call.account.channels.leads.filter(
      ({ exportId, formId }) => exportId === live.exportId && formId === form.leads_component_id,
    )
    const exposure = Math.max(Math.round(total_audience_count * 0.6), leads.length)
    const clicks = Math.max(Math.round(exposure * 0.08), leads.length)
    return {
      anchor_nickname: call.account.spec.name,
      live_description: live.title,
      live_start_time: live.startsAt / 1000,
      live_audience_count: total_audience_count,
      exposure_uv: String(exposure),
      click_uv: String(clicks),
      exposure_click_rate: exposure === 0 ? 0 : Number((clicks / exposure).toFixed(4)),
      leads_num: String(leads.length),
      close_flag: 0,
    }
  })
  return { errcode: 0, errmsg: 'ok', record_data, ...page }
})

/** Leads of lives by traffic: 0 natural, 1 ads. Data begin on 2023-09-13. */
on(getLiveLeads, (call, { start_time, end_time }) => {
  ability(call)
  if (!(start_time >= 1_694_534_400) || !(end_time >= start_time)) throw new Refusal(-2, 'invalid start_time')
  const found = call.account.channels.leads.filter(lead => within(lead.at, start_time, end_time))
  const item = [false, true].map(byAd => ({
    component_type: 0,
    traffic_type: Number(byAd),
    leads_count: found.filter(lead => lead.byAd === byAd).length,
  }))
  return { errcode: 0, errmsg: 'ok', item }
})
