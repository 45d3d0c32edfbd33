/** Answers made of the reference's field tables, where it prints no sample: every field of a row once, in the kinds of value it names. */
import type { ResponseOf } from '../endpoint.ts'
import type * as table from '../endpoints/index.ts'

type Sample<Answer> = { wire: string; given: Answer }
type Answers = { [Name in keyof typeof table]?: Sample<ResponseOf<(typeof table)[Name]>>[] }

export const fieldSets = {
  checkCallback: [
    {
      wire: '{"dns":[{"ip":"203.0.113.7","real_operator":"UNICOM"}],"ping":[{"ip":"203.0.113.7","from_operator":"UNICOM","package_loss":"0%","time":"12.3ms"}]}',
      given: {
        dns: [{ ip: '203.0.113.7', real_operator: 'UNICOM' }],
        ping: [{ ip: '203.0.113.7', from_operator: 'UNICOM', package_loss: '0%', time: '12.3ms' }],
      },
    },
  ],
  getAutoReplies: [
    {
      wire: '{"is_add_friend_reply_open":1,"is_autoreply_open":0,"add_friend_autoreply_info":{"type":"text","content":"欢迎"},"keyword_autoreply_info":{"list":[{"rule_name":"菜单","create_time":1763800000,"reply_mode":"random_one","keyword_list_info":[{"type":"text","match_mode":"contain","content":"菜单"}],"reply_list_info":[{"type":"news","content":"M_1","news_info":{"list":[{"title":"上新","author":"","digest":"","show_cover":1,"cover_url":"https://a/0","content_url":"https://a/1","source_url":""}]}}]}]}}',
      given: {
        is_add_friend_reply_open: 1,
        is_autoreply_open: 0,
        add_friend_autoreply_info: { type: 'text', content: '欢迎' },
        keyword_autoreply_info: {
          list: [
            {
              rule_name: '菜单',
              create_time: 1_763_800_000,
              reply_mode: 'random_one',
              keyword_list_info: [{ type: 'text', match_mode: 'contain', content: '菜单' }],
              reply_list_info: [
                {
                  type: 'news',
                  content: 'M_1',
                  news_info: {
                    list: [
                      {
                        title: '上新',
                        author: '',
                        digest: '',
                        show_cover: 1,
                        cover_url: 'https://a/0',
                        content_url: 'https://a/1',
                        source_url: '',
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      },
    },
  ],
  listQrCodeJumps: [
    {
      wire: '{"errcode":0,"errmsg":"ok","rule_list":[{"prefix":"http://weixin.qq.com/q/02AbCdEf","path":"pages/index/index","open_version":3,"state":2,"permit_sub_rule":1,"debug_url":[]}],"qrcodejump_open":1,"list_size":1,"total_count":1}',
      given: {
        rule_list: [
          {
            prefix: 'http://weixin.qq.com/q/02AbCdEf',
            path: 'pages/index/index',
            open_version: 3,
            state: 2,
            permit_sub_rule: 1,
            debug_url: [],
          },
        ],
        qrcodejump_open: 1,
        list_size: 1,
        total_count: 1,
      },
    },
  ],
  // A temporary thumb answers under another name.
  uploadTemporaryMedia: [
    {
      wire: '{"type":"image","media_id":"M_1","created_at":1763800000}',
      given: { type: 'image', media_id: 'M_1', created_at: 1_763_800_000 },
    },
    {
      wire: '{"type":"thumb","thumb_media_id":"M_2","created_at":1763800000}',
      given: { type: 'thumb', thumb_media_id: 'M_2', created_at: 1_763_800_000 },
    },
  ],
  // Binary endpoints that answer JSON all the same.
  getTemporaryMedia: [{ wire: '{"video_url":"https://a/v.mp4"}', given: { video_url: 'https://a/v.mp4' } }],
  getMaterial: [
    {
      wire: '{"title":"茶会","description":"…","down_url":"https://a/v.mp4"}',
      given: { title: '茶会', description: '…', down_url: 'https://a/v.mp4' },
    },
  ],
  getPublish: [
    {
      wire: '{"publish_id":100000123,"publish_status":0,"article_id":"ART_1","article_detail":{"count":1,"item":[{"idx":1,"article_url":"https://a/1"}]},"fail_idx":[]}',
      given: {
        publish_id: '100000123',
        publish_status: 0,
        article_id: 'ART_1',
        article_detail: { count: 1, item: [{ idx: 1, article_url: 'https://a/1' }] },
        fail_idx: [],
      },
    },
  ],
  changeOpenids: [
    {
      wire: '{"errcode":0,"errmsg":"ok","result_list":[{"ori_openid":"o1","new_openid":"n1","err_msg":"ok"},{"ori_openid":"o2","err_msg":"ori_openid error"}]}',
      given: {
        result_list: [
          { ori_openid: 'o1', new_openid: 'n1', err_msg: 'ok' },
          { ori_openid: 'o2', err_msg: 'ori_openid error' },
        ],
      },
    },
  ],
  listLibraryTemplates: [
    {
      wire: '{"errcode":0,"errmsg":"ok","count":2,"data":[{"tid":99,"title":"付款成功通知","type":2,"categoryId":"616"},{"tid":100,"title":"送达通知","type":3,"categoryId":2}]}',
      given: {
        count: 2,
        data: [
          { tid: 99, title: '付款成功通知', type: 2, categoryId: '616' },
          { tid: 100, title: '送达通知', type: 3, categoryId: 2 },
        ],
      },
    },
  ],
  listSubscribeTemplates: [
    {
      wire: '{"errcode":0,"errmsg":"ok","data":[{"priTmplId":"T_1","title":"发货","content":"单号:{{character_string1.DATA}}\\n","example":"单号:1\\n","type":2,"keywordEnumValueList":[{"keywordCode":"enum_string2.DATA","enumValueList":["快递","自提"]}]}]}',
      given: {
        data: [
          {
            priTmplId: 'T_1',
            title: '发货',
            content: '单号:{{character_string1.DATA}}\n',
            example: '单号:1\n',
            type: 2,
            keywordEnumValueList: [{ keywordCode: 'enum_string2.DATA', enumValueList: ['快递', '自提'] }],
          },
        ],
      },
    },
  ],
  checkText: [
    {
      wire: '{"errcode":0,"errmsg":"ok","result":{"suggest":"risky","label":20001},"detail":[{"strategy":"content_model","errcode":0,"suggest":"risky","label":20001,"prob":90},{"strategy":"keyword","errcode":0,"suggest":"pass","label":20006,"keyword":"词","level":20}],"trace_id":"t"}',
      given: {
        result: { suggest: 'risky', label: 20_001 },
        detail: [
          { strategy: 'content_model', errcode: 0, suggest: 'risky', label: 20_001, prob: 90 },
          { strategy: 'keyword', errcode: 0, suggest: 'pass', label: 20_006, keyword: '词', level: 20 },
        ],
        trace_id: 't',
      },
    },
  ],
  getShippingOrder: [
    {
      wire: '{"errcode":0,"errmsg":"ok","order":{"transaction_id":"42000020261122000001","merchant_trade_no":"SO1","merchant_id":"1900000109","sub_merchant_id":"","description":"茶","paid_amount":916,"openid":"o1","trade_create_time":1763800000,"pay_time":1763800010,"in_complaint":false,"order_state":2,"shipping":{"delivery_mode":1,"logistics_type":1,"finish_shipping":true,"finish_shipping_count":1,"goods_desc":"茶","shipping_list":[{"tracking_no":"3232","express_company":"SF","upload_time":1763800020}]}}}',
      given: {
        order: {
          transaction_id: '42000020261122000001',
          merchant_trade_no: 'SO1',
          merchant_id: '1900000109',
          sub_merchant_id: '',
          description: '茶',
          paid_amount: 916,
          openid: 'o1',
          trade_create_time: 1_763_800_000,
          pay_time: 1_763_800_010,
          in_complaint: false,
          order_state: 2,
          shipping: {
            delivery_mode: 1,
            logistics_type: 1,
            finish_shipping: true,
            finish_shipping_count: 1,
            goods_desc: '茶',
            shipping_list: [{ tracking_no: '3232', express_company: 'SF', upload_time: 1_763_800_020 }],
          },
        },
      },
    },
  ],
  getArticleTotalDetail: [
    {
      wire: '{"list":[{"ref_date":"2026-11-20","msgid":"2247490002_1","publish_type":0,"title":"上新","content_url":"https://a/1","detail_list":[{"stat_date":"2026-11-20","read_user":310,"read_user_source":[{"user_count":310,"scene_desc":"全部"}],"share_user":3,"zaikan_user":2,"like_user":9,"comment_count":1,"collection_user":1,"praise_money":100,"read_subscribe_user":4,"read_delivery_rate":0.12,"read_finish_rate":0.4,"read_avg_activetime":1.5,"read_jump_position":[{"position":1,"rate":0.2}]}]}],"is_delay":true}',
      given: {
        list: [
          {
            ref_date: '2026-11-20',
            msgid: '2247490002_1',
            publish_type: 0,
            title: '上新',
            content_url: 'https://a/1',
            detail_list: [
              {
                stat_date: '2026-11-20',
                read_user: 310,
                read_user_source: [{ user_count: 310, scene_desc: '全部' }],
                share_user: 3,
                zaikan_user: 2,
                like_user: 9,
                comment_count: 1,
                collection_user: 1,
                praise_money: 100,
                read_subscribe_user: 4,
                read_delivery_rate: 0.12,
                read_finish_rate: 0.4,
                read_avg_activetime: 1.5,
                read_jump_position: [{ position: 1, rate: 0.2 }],
              },
            ],
          },
        ],
        is_delay: true,
      },
    },
  ],
  listLeadsPromotions: [
    {
      wire: '{"errcode":0,"errmsg":"ok","record_data":[{"anchor_nickname":"主播","live_description":"茶会","live_start_time":1763800000,"live_audience_count":100,"exposure_uv":"6960","click_uv":"233","exposure_click_rate":0.033,"leads_num":"64","close_flag":0}],"last_buffer":"","continue_flag":false}',
      given: {
        record_data: [
          {
            anchor_nickname: '主播',
            live_description: '茶会',
            live_start_time: 1_763_800_000,
            live_audience_count: 100,
            exposure_uv: '6960',
            click_uv: '233',
            exposure_click_rate: 0.033,
            leads_num: '64',
            close_flag: 0,
          },
        ],
        last_buffer: '',
        continue_flag: false,
      },
    },
  ],
  getUserCoupon: [
    {
      wire: '{"errcode":0,"openid":"oShop_u1","unionid":"oUnion_u1","user_coupon":{"user_coupon_id":10969434100000000001,"coupon_id":12639900,"status":102,"create_time":1,"update_time":2,"start_time":3,"end_time":4,"ext_info":{"use_time":5},"order_id":"3720000000000000123","discount_fee":123}}',
      given: {
        openid: 'oShop_u1',
        unionid: 'oUnion_u1',
        user_coupon: {
          user_coupon_id: '10969434100000000001',
          coupon_id: '12639900',
          status: 102,
          create_time: 1,
          update_time: 2,
          start_time: 3,
          end_time: 4,
          ext_info: { use_time: 5 },
          order_id: '3720000000000000123',
          discount_fee: 123,
        },
      },
    },
  ],
  getTalentOrder: [
    {
      wire: '{"errcode":"0","errmsg":"ok","base_info":{"order_id":"3720000000000000123","spu_id":"1","sku_id":"2","order_status":2,"actual_payment":"99.99","settle_payment":"0","order_pay_time":1763800000,"buyer_info":{"open_id":"o1","union_id":"u1"}},"commission_info":{"state":1,"ratio":"0","expect_settlement":"9.99","actual_settlement":"0"},"channel_info":{"channel_type":2,"channel_id":"export/1","channel_name":"茶会"}}',
      given: {
        base_info: {
          order_id: '3720000000000000123',
          spu_id: '1',
          sku_id: '2',
          order_status: 2,
          actual_payment: '99.99',
          settle_payment: '0',
          order_pay_time: 1_763_800_000,
          buyer_info: { open_id: 'o1', union_id: 'u1' },
        },
        commission_info: { state: 1, ratio: '0', expect_settlement: '9.99', actual_settlement: '0' },
        channel_info: { channel_type: 2, channel_id: 'export/1', channel_name: '茶会' },
      },
    },
  ],
  getShownAccount: [
    {
      wire: '{"errcode":0,"errmsg":"ok","can_open":1,"is_open":1,"appid":"wx1","nickname":"茶事","headimg":"https://a/0"}',
      given: { can_open: 1, is_open: 1, appid: 'wx1', nickname: '茶事', headimg: 'https://a/0' },
    },
  ],
} satisfies Answers
