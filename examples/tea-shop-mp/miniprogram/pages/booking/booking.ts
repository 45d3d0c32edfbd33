/** Booking a tasting in three steps: time, contact, submit. */
import { page, tracker } from '../../wematrix'

const times = ['周六 10:00', '周六 14:00', '周日 10:00']

page({
  data: { times, time: '', name: '', done: false },
  chooseTime(event: WechatMiniprogram.PickerChange) {
    this.setData({ time: times[Number(event.detail.value)] ?? '' })
    tracker.track('service.step', { service: 'tasting', step: 'time' })
  },
  writeName(event: WechatMiniprogram.Input) {
    this.setData({ name: event.detail.value })
  },
  submit() {
    if (!this.data.time) {
      wx.showToast({ title: '请先选时间', icon: 'none' })
      return
    }
    tracker.track('service.book', { service: 'tasting', time: this.data.time })
    this.setData({ done: true })
  },
})
