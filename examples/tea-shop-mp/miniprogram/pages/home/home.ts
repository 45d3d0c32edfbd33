import { teas, yuan } from '../../shop'
import { channels, page, tracker } from '../../wematrix'

page({
  data: { teas: teas.map(tea => ({ ...tea, price: yuan(tea.priceFen) })) },
  openProduct(event: WechatMiniprogram.TouchEvent) {
    wx.navigateTo({ url: `/pages/product/product?id=${event.currentTarget.dataset.id}` })
  },
  openBooking() {
    wx.navigateTo({ url: '/pages/booking/booking' })
  },
  openLive() {
    wx.navigateTo({ url: '/pages/live/live' })
  },
  openChannels() {
    tracker.track('entry.open', { entry: 'mp-channels-entry' })
    channels.openProfile('mp-channels-entry')
  },
  onShareAppMessage() {
    return { title: '山间茶铺', path: '/pages/home/home' }
  },
})
