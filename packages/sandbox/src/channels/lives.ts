/** Lives of the Channels account, as aggregates; switched off the assistant's abilities answer 48001. */
import { getChannelsAccount, listLiveFigures, listLiveNotices, listLives } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { liveFigures } from '../state/channels-figures.ts'

/** Throws 48001 while the abilities are switched off in the Channels assistant. */
export function ability({ account }: Call): void {
  if (account.abilitiesOff) throw new Refusal(48001, 'api unauthorized: switch the ability on in the Channels assistant')
}
/** Lives of the brand, running, over and announced. */
export const lives = ({ realm }: Call) => realm.world.content.lives

on(listLives, call => {
  ability(call)
  const running = lives(call).filter(live => live.startsAt <= call.now && call.now < live.endsAt)
  return {
    live_list: running.map(live => ({
      export_id: live.exportId,
      description: live.title,
      cover_url: '',
      nickname: call.account.spec.name,
      head_url: '',
    })),
  }
})

on(listLiveNotices, call => {
  ability(call)
  const coming = lives(call)
    .filter(live => live.startsAt > call.now)
    .slice(0, 4)
  return {
    live_notice_list: coming.map(live => ({
      notice_id: live.noticeId,
      status: 0,
      status_wording: '可预约',
      start_time: String(live.startsAt / 1000),
      description: live.title,
      nickname: call.account.spec.name,
      head_url: '',
    })),
  }
})

on(getChannelsAccount, call => {
  ability(call)
  return {
    errcode: 0,
    errmsg: 'ok',
    finder_attr: {
      uniq_id: call.account.spec.originalId,
      nickname: call.account.spec.name,
      fans_count: 3 * call.realm.world.persons.length,
    },
  }
})

on(listLiveFigures, (call, { start_time, end_time }) => {
  ability(call)
  const ended = lives(call).filter(live => live.endsAt <= call.now && live.endsAt / 1000 >= start_time && live.endsAt / 1000 <= end_time)
  return {
    errcode: 0,
    errmsg: 'ok',
    item: ended.map(live => liveFigures(call.realm, call.account, live)),
    last_buffer: '',
    continue_flag: false,
  }
})
