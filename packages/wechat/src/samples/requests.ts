/**
 * Requests of the reference's samples, field for field. That this file compiles is the test: the types take WeChat's spellings, numbers
 * or texts, objects or arrays. The values are the reference's own.
 */
import type { RequestOf } from '../endpoint.ts'
import type * as table from '../endpoints/index.ts'

type Requests = { [Name in keyof typeof table]?: RequestOf<(typeof table)[Name]>[] }

export const requests = {
  createMenu: [
    {
      button: [
        {
          name: '领券',
          type: 'miniprogram',
          url: 'https://m.example.cn/f',
          appid: 'wx00000000000000aa',
          pagepath: 'pages/coupon/index?from=oa_menu_1',
        },
        {
          name: '服务',
          sub_button: [
            { type: 'click', name: '查订单', key: 'K_ORDER' },
            { type: 'view', name: '门店', url: 'https://m.example.cn/store' },
          ],
        },
      ],
    },
  ],
  createQrCode: [{ action_name: 'QR_STR_SCENE', expire_seconds: 604_800, action_info: { scene: { scene_str: 'ch_store_017' } } }],
  addDraft: [
    {
      articles: [
        {
          article_type: 'news',
          title: '周三上新',
          author: '店小二',
          content:
            '<p>…</p><p><mp-common-miniprogram data-miniprogram-appid="wx00000000000000aa" data-miniprogram-path="pages/new/index?f=art" data-miniprogram-title="去看看" data-miniprogram-imageurl="https://mmbiz.qpic.cn/x/0" data-miniprogram-type="card"></mp-common-miniprogram></p>',
          thumb_media_id: 'M_cover',
          need_open_comment: 1,
          only_fans_can_comment: 0,
        },
      ],
    },
  ],
  sendCustomMessage: [
    {
      touser: 'oTest_0001',
      msgtype: 'miniprogrampage',
      miniprogrampage: { title: '查看物流', appid: 'wx00000000000000aa', pagepath: 'pages/order/detail?id=1', thumb_media_id: 'M_thumb' },
    },
    {
      touser: 'oTest_0001',
      msgtype: 'msgmenu',
      msgmenu: {
        head_content: '这次服务怎么样？',
        list: [
          { id: '1', content: '好' },
          { id: '2', content: '不好' },
        ],
        tail_content: '谢谢',
      },
    },
  ],
  sendTemplateMessage: [
    {
      touser: 'oTest_0001',
      template_id: 'TPL_A',
      miniprogram: { appid: 'wx00000000000000aa', pagepath: 'pages/o/d?id=1' },
      data: { character_string1: { value: 'SO20261122' }, thing2: { value: '已发货' } },
      client_msg_id: 'so20261122-ship',
    },
  ],
  getMass: [{ msg_id: 3_147_483_650 }, { msg_id: '3147483650' }],
  closeComments: [{ msg_data_id: 2_247_490_001, index: 0 }, { msg_data_id: '2247490001' }],
  getQuota: [{ cgi_path: '/cgi-bin/message/custom/send' }],
  uploadShippingInfo: [
    {
      order_key: { order_number_type: 2, transaction_id: '42000020261122000001' },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [{ tracking_no: '3232', express_company: 'SF', item_desc: '茶礼盒*1', contact: { receiver_contact: '189****1234' } }],
      upload_time: '2026-11-22T13:29:35.120+08:00',
      payer: { openid: 'oTest_0001' },
    },
  ],
  listDashboardLives: [{ ds: 20_261_122 }],
  addWindowProduct: [
    { product_id: '10000152000000001', appid: 'wxshop' },
    { product_id: 10000152000000001n, appid: 'wxshop', is_hide_for_window: true },
  ],
  createCoupon: [
    {
      type: 2,
      name: '满减券',
      discount_info: { discount_condition: { product_cnt: 0, product_ids: ['1673110742'], product_price: 100 }, discount_fee: 50 },
      ext_info: { jump_product_id: 1_673_110_742, notes: '仅限新品', valid_time: 1_795_334_400, invalid_time: 1_795_934_400 },
      promote_info: { promote_type: 1 },
      receive_info: { start_time: 1_795_334_400, end_time: 1_795_934_400, limit_num_one_person: 1, total_num: 100 },
      valid_info: { valid_type: 2, valid_day_num: 1 },
    },
  ],
  getUserRiskRank: [{ appid: 'wx1', openid: 'oTest_0001', scene: 1, client_ip: '203.0.113.7' }],
} satisfies Requests
