/** Consent and data; service messages, subscriptions, customer-service chats. */
import { gated, rewarded } from '../relations.ts'
import type { TextRule } from '../rule.ts'

const service: TextRule['on'] = ['subscribe_message', 'template_message']

export const privacyRules: TextRule[] = [
  {
    id: 'WX-PRIV-01',
    any: [
      ...gated('authorise_act'),
      '-authorise_act ~14 cannot',
      '拒绝|不同意|不允许|不授权|未授权|不给|不肯|不填|关闭 ~8 authorise_act ~12 cannot|退出|没法|看不|用不|别|不',
      '不同意|拒绝|不授权|不勾选 ~14 cannot ~8 see|使用|注册|服务|退出|下单',
      'authorise_act ~12 否则 ~8 cannot|不',
      '必须|须|需|强制 ~4 authorise_act ~10 才|方|后|否则|再',
      '须同意|必须同意|务必同意|强制同意 ~16 营销|推广|广告|共享|合作|个性化 ~16 否则|才|不予|方可',
    ],
    unless: ['optional@10', 'manual@10', 'job_need@12'],
  },
  {
    id: 'WX-PRIV-02',
    any: [
      'ask_data ~10 private_data',
      '把|将|请 ~8 private_data ~8 ask_data',
      'private_data ~6 拍|发|填|报|打|告诉|给|上传|念 ~4 我|客服|公屏|评论|后台|来|表|群|主播|老师',
    ],
    unless: ['need_law@14', 'neg_data@8'],
  },
  {
    id: 'WX-PRIV-03',
    any: ['presumed ~16 consent_thing', 'consent_thing ~16 presumed', '继续使用|登录|注册|下单|点击|进入|扫码|使用本|浏览 ~12 presumed'],
    unless: ['unticked@10'],
  },
  {
    id: 'WX-PRIV-04',
    any: [
      'personal_who ~14 mobile_number',
      'mobile_number ~14 家住|住在|住|大家|曝光|人肉|看清|骂|打他|打她|地址|栋|号楼',
      'personal_who ~12 家住|住址|住在|身份证 ~10 number|栋|单元',
      '大家|各位 ~6 去骂|打给她|打给他|围观她|人肉',
    ],
    unless: ['official_contact@8', 'hidden_data@10'],
  },
  {
    id: 'WX-PRIV-05',
    any: [
      'child ~16 ask_data|告诉我|写下|说出|留 ~10 school_data|private_data|手机号|电话|学校|班级|地址|parent',
      'child ~14 不用|无需|不需要|不必|别|瞒着|偷偷|背着|不要 ~6 parent|家长同意|监护人',
      'child ~16 parent ~6 手机|手机号|微信|支付|付款码|密码|账号|钱包|指纹|人脸',
      '拿|用|偷偷用|借 ~3 parent ~4 手机|微信|支付|密码|指纹|钱包|账号|付款',
      '未成年|14岁以下|14周岁以下|孩子|儿童|12岁以下|未满14 ~14 推送|营销|画像|推荐|广告|精准|投放|短信|种草',
    ],
    unless: ['guardian_ok@16', 'neg_minor@8'],
  },
  {
    id: 'WX-PRIV-06',
    any: [
      'erase ~14 erase_block',
      'erase_block ~12 erase',
      '注册 ~6 不支持|不能|无法 ~4 注销',
      '数据|资料|信息|记录|账号 ~8 永久保存|永久保留|不予删除|不可删除|不会删除|永不删除|长期保留|归我们所有|拒绝删除',
      '退订|撤回|注销 ~8 需|须|要 ~6 到店|邮寄|手写|公证|缴纳|付|交|电话|工作日|理由|总部|证明|押金',
    ],
    unless: ['self_service@14'],
  },
]

export const messageRules: TextRule[] = [
  {
    id: 'WX-MSG-01',
    on: service,
    any: [
      'promo',
      'gift',
      'follow ~8 领|抢|享|看|获|新品|优惠',
      '新 ~3 款|品|课|菜|店|班|套餐 ~8 promo_verb|上线|上架|到店|开抢|开售|来袭|发布|开课',
      '邀请|诚邀|恭请|邀您 ~14 promo_place|有礼|参加|莅临|品鉴|体验',
    ],
    unless: ['service_state@10'],
    evenTaught: true,
    insteadOf: ['WX-FOLLOW-02', 'WX-SHARE-02', 'WX-INTERACT-01', 'WX-CONT-04', 'WX-TRADE-04'],
  },
  {
    id: 'WX-MSG-02',
    any: [
      ...rewarded('subscribe_act'),
      ...gated('subscribe_act'),
      '-subscribe_act ~12 cannot|no_gain',
      '必须|须|一定要 ~8 subscribe_act ~12 才|方|否则|后|再',
      '全部|所有|全 ~4 subscribe_act ~6 才|方',
      'subscribe_act ~10 领|送|抽|换|兑|得 ~6 好礼|礼|券|红包|积分|money',
    ],
    unless: ['regardless@10', 'optional@10'],
    notOn: ['subscribe_message', 'template_message'],
  },
  {
    id: 'WX-MSG-03',
    on: service,
    any: ['fake_debt', 'small_talk', 'fake_trouble ~10'].map(phrase => phrase.replace(/ ~\d+$/, '')),
    evenTaught: true,
  },
  {
    id: 'WX-MSG-04',
    carriers: ['oa', 'mp', 'cross'],
    on: ['auto_reply', 'article_body', 'kefu_message', 'menu', 'title', 'campaign_rules', 'poster', 'popup'],
    any: [
      '回复|后台发|后台回|发送|再发|私信 ~10 benefit_noun|gift|give_strong',
      '点|点击 ~3 菜单|按钮|链接 ~6 次|三次|两次|多次 ~12 benefit',
      '回复|发送|点击 ~12 再|随机|抽|派发 ~6 benefit',
      'gift|benefit_noun ~10 回复|后台发|发送 ~8',
    ].map(phrase => phrase.replace(/ ~8$/, '')),
    unless: ['service_word@8', 'share@14', 'recruit@14', 'good_review@14', 'screenshot@8', 'push_off@8'],
  },
  {
    id: 'WX-MSG-05',
    any: [
      '进|打开|点开|来|找|联系|咨询|戳|进入|发起|点击 ~5 客服|会话|人工客服|客服会话|在线客服 ~10 领|抽|送|gift|benefit_noun',
      'benefit_noun|gift ~8 联系客服|进客服|找客服|客服会话|咨询客服|戳客服|问客服',
    ],
    unless: ['after_sale@10', 'good_review@14', 'share@14'],
  },
  {
    id: 'WX-MSG-05',
    on: ['kefu_message'],
    any: [
      'small_talk',
      'promo',
      '新款|新品|新裙子|新课|新菜|上新|到货 ~12 看看|瞧瞧|逛|了解|安排|选购|来',
      '周年庆|活动|大促|会员日 ~10 告诉您|通知您|不容错过|等您|来',
    ],
    unless: ['answer@10'],
  },
  {
    id: 'AD-PUSH-01',
    any: [
      '无法退订|不能退订|不支持退订|退订无效|不可退订|没有退订|无需退订',
      '未订阅|没订阅|未同意|没同意|未授权|未经同意|没留过 ~16 告诉您|推送|通知您|发送|打扰|群发|短信|告诉',
    ],
    unless: ['neg_push@8'],
  },
]
