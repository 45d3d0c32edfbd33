/**
 * Answers as WeChat's JSON writes them (the reference's samples and field tables), each with what the client gives for it. The types must
 * take every field; nothing may be lost but `errcode` and `errmsg`, and ids reach the caller as text.
 */
import type { ResponseOf } from '../endpoint.ts'
import type * as table from '../endpoints/index.ts'

type Sample<Answer> = { wire: string; given: Answer }
type Answers = { [Name in keyof typeof table]?: Sample<ResponseOf<(typeof table)[Name]>>[] }

const button = { type: 'click', name: '查订单', key: 'K_ORDER', sub_button: [] } as const

export const answers = {
  getToken: [{ wire: '{"access_token":"91_AbC…","expires_in":7200}', given: { access_token: '91_AbC…', expires_in: 7200 } }],
  getQuota: [
    {
      wire: '{"errcode":0,"errmsg":"ok","quota":{"daily_limit":500000,"used":12,"remain":499988},"rate_limit":{"call_count":5000,"refresh_second":60}}',
      given: { quota: { daily_limit: 500_000, used: 12, remain: 499_988 }, rate_limit: { call_count: 5000, refresh_second: 60 } },
    },
  ],
  // The same id: a number here, text when a conditional menu is made.
  getMenu: [
    {
      wire: '{"menu":{"button":[{"type":"click","name":"查订单","key":"K_ORDER","sub_button":[]}],"menuid":430001}}',
      given: { menu: { button: [{ ...button, sub_button: [] }], menuid: '430001' } },
    },
  ],
  addConditionalMenu: [{ wire: '{"menuid":"430002"}', given: { menuid: '430002' } }],
  // Here `sub_button` is an object with a list.
  getCurrentMenu: [
    {
      wire: '{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"服务","sub_button":{"list":[{"type":"news","name":"新品","value":"M_1","news_info":{"list":[{"title":"上新","author":"店小二","digest":"…","show_cover":0,"cover_url":"https://a/0","content_url":"https://a/1","source_url":""}]}}]}}]}}',
      given: {
        is_menu_open: 1,
        selfmenu_info: {
          button: [
            {
              name: '服务',
              sub_button: {
                list: [
                  {
                    type: 'news',
                    name: '新品',
                    value: 'M_1',
                    news_info: {
                      list: [
                        {
                          title: '上新',
                          author: '店小二',
                          digest: '…',
                          show_cover: 0,
                          cover_url: 'https://a/0',
                          content_url: 'https://a/1',
                          source_url: '',
                        },
                      ],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    },
  ],
  getUserInfo: [
    {
      wire: '{"subscribe":1,"openid":"oTest_0001","subscribe_time":1763800000,"unionid":"uTest_0001","remark":"","groupid":0,"tagid_list":[101,2],"subscribe_scene":"ADD_SCENE_CHANNELS","qr_scene":0,"qr_scene_str":""}',
      given: {
        subscribe: 1,
        openid: 'oTest_0001',
        subscribe_time: 1_763_800_000,
        unionid: 'uTest_0001',
        remark: '',
        groupid: 0,
        tagid_list: [101, 2],
        subscribe_scene: 'ADD_SCENE_CHANNELS',
        qr_scene: 0,
        qr_scene_str: '',
      },
    },
    { wire: '{"subscribe":0,"openid":"oTest_0002"}', given: { subscribe: 0, openid: 'oTest_0002' } },
  ],
  listFollowers: [
    {
      wire: '{"total":2,"count":2,"data":{"openid":["oTest_0001","oTest_0002"]},"next_openid":"oTest_0002"}',
      given: { total: 2, count: 2, data: { openid: ['oTest_0001', 'oTest_0002'] }, next_openid: 'oTest_0002' },
    },
    // An empty page has no `data`.
    { wire: '{"total":2,"count":0,"next_openid":""}', given: { total: 2, count: 0, next_openid: '' } },
  ],
  createQrCode: [
    {
      wire: '{"ticket":"gQE-abc==","expire_seconds":604800,"url":"http://weixin.qq.com/q/02AbCdEf"}',
      given: { ticket: 'gQE-abc==', expire_seconds: 604_800, url: 'http://weixin.qq.com/q/02AbCdEf' },
    },
  ],
  createShortKey: [{ wire: '{"short_key":"Ab3dE6gH9jK2mN5"}', given: { short_key: 'Ab3dE6gH9jK2mN5' } }],
  // Text on one page, a number on another.
  submitPublish: [
    {
      wire: '{"errcode":0,"errmsg":"ok","publish_id":"100000123","msg_data_id":2247490001}',
      given: { publish_id: '100000123', msg_data_id: '2247490001' },
    },
    { wire: '{"errcode":0,"errmsg":"ok","publish_id":100000123}', given: { publish_id: '100000123' } },
  ],
  sendMass: [
    {
      wire: '{"errcode":0,"errmsg":"send job submission success","msg_id":3147483650,"msg_data_id":2247490002}',
      given: { msg_id: '3147483650', msg_data_id: '2247490002' },
    },
  ],
  // `reply` is an array in one sample, an object in an older page.
  listComments: [
    {
      wire: '{"errcode":0,"errmsg":"ok","total":2,"comment":[{"user_comment_id":1,"openid":"o1","create_time":1763800000,"content":"好茶","comment_type":1,"reply":{"content":"谢谢","create_time":1763800001}},{"user_comment_id":"2","create_time":1763800002,"content":"在哪买","comment_type":0,"reply":[{"content":"点菜单","create_time":1763800003}]}]}',
      given: {
        total: 2,
        comment: [
          {
            user_comment_id: '1',
            openid: 'o1',
            create_time: 1_763_800_000,
            content: '好茶',
            comment_type: 1,
            reply: { content: '谢谢', create_time: 1_763_800_001 },
          },
          {
            user_comment_id: '2',
            create_time: 1_763_800_002,
            content: '在哪买',
            comment_type: 0,
            reply: [{ content: '点菜单', create_time: 1_763_800_003 }],
          },
        ],
      },
    },
  ],
  // Beyond 2^53.
  sendTemplateMessage: [{ wire: '{"errcode":0,"errmsg":"ok","msgid":3900112233445566778}', given: { msgid: '3900112233445566778' } }],
  sendSubscribeMessage: [
    { wire: '{"errcode":0,"errmsg":"ok"}', given: {} },
    { wire: '{"errcode":0,"errmsg":"ok","msgid":1864323726461255680}', given: { msgid: '1864323726461255680' } },
  ],
  getArticleRead: [
    {
      wire: '{"list":[{"ref_date":"2026-11-20","msgid":"2247490002_1","detail":{"read_user":310,"read_user_source":[{"user_count":310,"scene_desc":"全部"},{"user_count":120,"scene_desc":"公众号消息"}]}}],"is_delay":false}',
      given: {
        list: [
          {
            ref_date: '2026-11-20',
            msgid: '2247490002_1',
            detail: {
              read_user: 310,
              read_user_source: [
                { user_count: 310, scene_desc: '全部' },
                { user_count: 120, scene_desc: '公众号消息' },
              ],
            },
          },
        ],
        is_delay: false,
      },
    },
  ],
  getUserSummary: [
    {
      wire: '{"list":[{"ref_date":"2026-11-20","user_source":200,"new_user":42,"cancel_user":0},{"ref_date":"2026-11-20","user_source":0,"new_user":3,"cancel_user":17}]}',
      given: {
        list: [
          { ref_date: '2026-11-20', user_source: 200, new_user: 42, cancel_user: 0 },
          { ref_date: '2026-11-20', user_source: 0, new_user: 3, cancel_user: 17 },
        ],
      },
    },
  ],
  getInterfaceSummary: [
    {
      wire: '{"list":[{"ref_date":"2026-11-20","callback_count":36974,"fail_count":2,"total_time_cost":1499429,"max_time_cost":5044}]}',
      given: {
        list: [{ ref_date: '2026-11-20', callback_count: 36_974, fail_count: 2, total_time_cost: 1_499_429, max_time_cost: 5044 }],
      },
    },
  ],
  // WeChat's own spellings.
  checkEncryptedData: [
    { wire: '{"errcode":0,"errmsg":"ok","vaild":true,"create_time":1763800000}', given: { vaild: true, create_time: 1_763_800_000 } },
  ],
  getUserRiskRank: [
    { wire: '{"errcode":0,"errmsg":"getuserriskrank succ","risk_rank":0,"unoin_id":123456}', given: { risk_rank: 0, unoin_id: '123456' } },
  ],
  // Leads: the new layout, whose city is a list, and the old one.
  listLeadsOfForm: [
    {
      wire: '{"errcode":0,"errmsg":"ok","user_data":[{"anchor_nickname":"主播","live_start_time":1763800000,"live_description":"茶会","close_flag":0,"leads_data":[{"title":"电话","value":"13800000000"},{"title":"城市","value":["广东","广州"]}],"time":1763800001},{"phone":"13800000001"}],"last_buffer":"b","continue_flag":false}',
      given: {
        user_data: [
          {
            anchor_nickname: '主播',
            live_start_time: 1_763_800_000,
            live_description: '茶会',
            close_flag: 0,
            leads_data: [
              { title: '电话', value: '13800000000' },
              { title: '城市', value: ['广东', '广州'] },
            ],
            time: 1_763_800_001,
          },
          { phone: '13800000001' },
        ],
        last_buffer: 'b',
        continue_flag: false,
      },
    },
  ],
  // Texts to be parsed a second time.
  getDashboardLive: [
    {
      wire: '{"errcode":0,"errmsg":"ok","trace_id":"t-1","live_ec_data_summary":"{\\"total_gmv\\":128800,\\"total_pay_uv\\":14,\\"cumulative_audience_count\\":2310}","live_distribution_channel":"{\\"audience_count\\":2310,\\"live_dist_channel_source_stats\\":[{\\"live_dst_channel_type\\":5,\\"uv\\":640,\\"pv\\":910}]}"}',
      given: {
        trace_id: 't-1',
        live_ec_data_summary: '{"total_gmv":128800,"total_pay_uv":14,"cumulative_audience_count":2310}',
        live_distribution_channel:
          '{"audience_count":2310,"live_dist_channel_source_stats":[{"live_dst_channel_type":5,"uv":640,"pv":910}]}',
      },
    },
  ],
  getOrder: [
    {
      wire: '{"errcode":0,"order":{"order_id":"3720000000000000123","status":20,"create_time":1795334400,"openid":"oShop_u1","unionid":"oUnion_u1","order_detail":{"price_info":{"order_price":9900,"discounted_price":0,"merchant_receieve_price":9900},"pay_info":{"transaction_id":"42000020261122000001","pay_time":1795334460,"payment_method":1},"ext_info":{"finder_id":"sphDemo01","live_id":"export/UzDemo","order_scene":2,"commission_handling_progress":1},"sharer_info":{"sharer_openid":"","sharer_type":0,"share_scene":0,"handling_progress":1},"source_infos":[{"sku_id":"101","sale_channel":0,"account_type":1,"account_id":"sphDemo01","account_nickname":"演示品牌"}]}}}',
      given: {
        order: {
          order_id: '3720000000000000123',
          status: 20,
          create_time: 1_795_334_400,
          openid: 'oShop_u1',
          unionid: 'oUnion_u1',
          order_detail: {
            price_info: { order_price: 9900, discounted_price: 0, merchant_receieve_price: 9900 },
            pay_info: { transaction_id: '42000020261122000001', pay_time: 1_795_334_460, payment_method: 1 },
            ext_info: { finder_id: 'sphDemo01', live_id: 'export/UzDemo', order_scene: 2, commission_handling_progress: 1 },
            sharer_info: { sharer_openid: '', sharer_type: 0, share_scene: 0, handling_progress: 1 },
            source_infos: [{ sku_id: '101', sale_channel: 0, account_type: 1, account_id: 'sphDemo01', account_nickname: '演示品牌' }],
          },
        },
      },
    },
  ],
  // `errcode` as text, ids as bare digits.
  searchOrders: [
    {
      wire: '{"errcode":"0","errmsg":"ok","orders":[3715847042000000001],"has_more":true,"next_key":"k"}',
      given: { orders: ['3715847042000000001'], has_more: true, next_key: 'k' },
    },
    { wire: '{"errcode":0,"order_id_list":["3715847042"],"has_more":false}', given: { order_id_list: ['3715847042'], has_more: false } },
  ],
  // Amounts as text.
  getChannelsTurnover: [
    {
      wire: '{"errcode":0,"errmsg":"ok","data":{"pay_gmv":"128800","live_pay_gmv":"128800","feed_pay_gmv":"0","window_pay_gmv":"0","product_pay_gmv":"0","other_pay_gmv":"0"}}',
      given: {
        data: {
          pay_gmv: '128800',
          live_pay_gmv: '128800',
          feed_pay_gmv: '0',
          window_pay_gmv: '0',
          product_pay_gmv: '0',
          other_pay_gmv: '0',
        },
      },
    },
  ],
  // A refused link has no appid.
  listLinkedMiniPrograms: [
    {
      wire: '{"errcode":0,"errmsg":"ok","wxopens":{"items":[{"status":1,"username":"gh_1","nickname":"茶铺","headimg_url":"https://a/0","appid":"wx1","selected":1,"released":1,"func_infos":[{"id":3,"name":"ip白名单","status":0}]},{"status":3,"username":"gh_2","nickname":"旧店","headimg_url":""}]}}',
      given: {
        wxopens: {
          items: [
            {
              status: 1,
              username: 'gh_1',
              nickname: '茶铺',
              headimg_url: 'https://a/0',
              appid: 'wx1',
              selected: 1,
              released: 1,
              func_infos: [{ id: 3, name: 'ip白名单', status: 0 }],
            },
            { status: 3, username: 'gh_2', nickname: '旧店', headimg_url: '' },
          ],
        },
      },
    },
  ],
} satisfies Answers
