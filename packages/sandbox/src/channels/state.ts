/** What a Channels account (and a talent's) remembers: forms for leads, what was filled in, the window. */
import type { LeadsForm } from '@wematrix/wechat'
import type { World } from '../worlds/world.ts'

/** A filled form. No openid: WeChat tells the answers only. */
export type LeadState = { formId: string; exportId: string; at: number; phone: string; name: string; city: string[]; byAd: boolean }

export type ChannelsState = {
  forms: LeadsForm[]
  leads: LeadState[]
  /** Products in the window, hidden or not. */
  window: Map<string, { hidden: boolean }>
}

export function freshChannels(): ChannelsState {
  return { forms: [], leads: [], window: new Map() }
}

/** Two forms, one of them still waiting for its audit, and all of the shop's goods in the window. */
export function seedChannels(channels: ChannelsState, world: World): void {
  channels.forms.push(
    { leads_component_id: '70000001', leads_description: '品茶课报名', status: 4 },
    { leads_component_id: '70000002', leads_description: '加盟咨询', status: 2 },
  )
  for (const { productId } of world.content.products) channels.window.set(productId, { hidden: false })
}
