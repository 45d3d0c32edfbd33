/** Where the card at the end of an Official Account article leads: the service the article was about, not the home page. */
import { teaById, yuan } from '../../shop'
import { page, tracker } from '../../wematrix'

page({
  data: { id: '', name: '', story: '', price: '' },
  onLoad(query: Record<string, string | undefined>) {
    const { id, name, story, priceFen } = teaById(query.tea)
    this.setData({ id, name, story, price: yuan(priceFen) })
    tracker.track('content.read', { content: query.article ?? '', title: name })
  },
  buy() {
    wx.navigateTo({ url: `/pages/order/order?id=${this.data.id}` })
  },
  book() {
    wx.navigateTo({ url: `/pages/booking/booking?tea=${this.data.id}` })
  },
  onShareAppMessage() {
    return { title: `${this.data.name} 怎么泡`, path: `/pages/article/article?tea=${this.data.id}` }
  },
})
