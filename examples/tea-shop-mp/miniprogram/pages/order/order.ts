/**
 * Buying. A device is no proof of payment: the shop's server reports `order.pay` with a secret key when WeChat Pay's
 * notice arrives. Only after the order stands does the page offer the Official Account, and only to a tap.
 */
import { settings } from '../../settings'
import { teaById, yuan } from '../../shop'
import { page, tracker } from '../../wematrix'

page({
  data: { id: '', name: '', priceFen: 0, price: '', ordered: false },
  onLoad(query: Record<string, string | undefined>) {
    const { id, name, priceFen } = teaById(query.id)
    this.setData({ id, name, priceFen, price: yuan(priceFen) })
  },
  order() {
    const { id, priceFen } = this.data
    tracker.track('order.create', { order: `o${id}${priceFen}`, product: id, value_fen: priceFen })
    this.setData({ ordered: true })
  },
  follow() {
    tracker.track('entry.open', { entry: 'mp-follow-module' })
    if (wx.canIUse('openOfficialAccountProfile')) wx.openOfficialAccountProfile({ username: settings.officialAccount })
  },
})
