import { teaById, yuan } from '../../shop'
import { page, tracker } from '../../wematrix'

page({
  data: { id: '', name: '', story: '', price: '' },
  onLoad(query: Record<string, string | undefined>) {
    const { id, name, story, priceFen } = teaById(query.id)
    this.setData({ id, name, story, price: yuan(priceFen) })
    tracker.track('product.view', { product: id, value_fen: priceFen })
  },
  buy() {
    tracker.track('cart.add', { product: this.data.id })
    wx.navigateTo({ url: `/pages/order/order?id=${this.data.id}` })
  },
  onShareAppMessage() {
    return { title: this.data.name, path: `/pages/product/product?id=${this.data.id}` }
  },
})
