/** Content: promises, shock, impostors, pressure, vulgarity, superstition, gambling, quizzes, pity, copies. */
import type { TextRule } from '../rule.ts'

export const contentRules: TextRule[] = [
  {
    id: 'WX-CONT-01',
    any: [
      'sure_win',
      'fake_win ~16 big_prize|gift|benefit_noun',
      '大奖|奖|免单|红包|豪礼 ~6 百分之百|百分百|100%|必|一定|保证|肯定|铁定|稳稳|包 ~5 是你|是您|归你|中|有|拿|得|到手',
      '必|一定|保证|铁定|肯定|百分百|百分之百|100% ~2 中奖|中大奖|有奖|抽中|得奖|拿奖|免单|中|能中|都中',
      '每|人人|个个|谁|全部|所有|都|全 ~5 中奖|免单|有大奖|拿大奖|都能拿|都有奖|稳拿|必得',
      '无限|不限量|无上限|不设上限|不封顶|永久 ~4 免费送|免费领|送|赠送|免费|领',
      '点一下|点一点|点开|戳一下|动动手指 ~3 就有钱|就领钱|就能提现|就到账|领现金',
      '现金|红包|大奖|手机|免单 ~5 天天送|随便领|任性送|白送|送不停|人人送',
      '拍多少退多少|买多少送多少|买多少返多少|花多少返多少|全额返还|全部退还|全额返现|消费全返|充多少送多少',
    ],
    unless: ['real_odds@12'],
  },
  {
    id: 'WX-CONT-02',
    on: ['title', 'video_caption', 'video_desc', 'live_title', 'share_card', 'poster', 'article_body', 'live_script', 'popup'],
    any: [
      'everyone_wrong ~12 shock|不知道|错|做错|用错|洗错|吃错|忽略|踩|白',
      'shock ~10 你|您|家|孩子|人|天|脸|命|再|别|看|吃|用|喝|睡|！|赶紧|千万|!',
      '你|您|孩子|家里|每天|全家|很多人 ~14 shock',
      '!|！ ~1',
      '再不|还不|不赶紧 ~4 看|知道|收藏|扔|改|停|学 ~4 就晚|晚了|来不及|后悔|完了',
      '看完|看过|读完 ~4 后悔|沉默|哭了|破防|扔了|冷汗|睡不着|不敢|再也不',
      '同行|商家|医生|医院|老板|厂家|老师|销售|专家|物业|4s店|店家 ~4 绝不|不会|不敢|不想|从不|打死不|最怕 ~4 告诉|说|让你|你知道|公开|透露',
      '这个|这种|这些|那个|一个|三种|第 ~6 动作|习惯|食物|东西|水果|做法|行为 ~12 害|毁|毒|致命|要命|致癌|折寿|夺命|要你|短命|废掉',
    ].filter(phrase => !phrase.startsWith('!')),
  },
  {
    id: 'WX-CONT-03',
    any: [
      'impostor ~6 impostor_act',
      'government ~10 gov_push ~20 gov_sale',
      'government ~6 推荐|指定|监制|授权|特批|认证|钦定|背书|联合 ~12 gov_sale|产品|品牌|商品|培训|机构',
      '您的|你的 ~4 快递|包裹|账户|账号|订单|医保卡|社保|退款|银行卡 ~10 异常|冻结|扣留|待领取|停用|违规|涉嫌 ~16 点击|扫码|联系|登录|处理|关注|验证',
      '红头文件|红头|国发|部发 ~20 gov_sale',
      '【 ~1'.replace(/ ~1$/, ''),
    ].filter(phrase => phrase !== '【'),
    unless: ['real_system@10'],
  },
  {
    id: 'WX-CONT-04',
    any: [
      'scarce ~4 scarce_thing|piece|people ~16 hurry|crowd',
      'scarce ~3 piece|people|number ~12 抢|快|赶紧|速|不补|再不|错过|手慢|先到先得|下架',
      'hurry ~10 scarce ~4 piece|people|scarce_thing|number',
      'number|big|people ~5 crowd',
      'crowd ~4 number|percent|big',
      'old_price ~3 number|money ~8 new_price ~4 number|money',
      '倒闭|清仓|关门|拆迁|撤店|亏本|转行|跑路|老板跑 ~14 hurry|scarce|最后|甩|全场|只要|一件不留',
      '名额|席位|库存|福利|机会 ~2 只剩|仅剩|只给|仅限|最后|不多|告急 ~8 piece|people|number',
      '倒计时|最后一天|最后一分钟|最后十分钟|最后机会 ~10 再也|错过|不再|永久|没有|抢|涨|恢复',
      '错过|过了|过后 ~5 再等|等一年|再也没有|就没有|不再|恢复原价|涨价|就没了|后悔',
    ],
    unless: ['from_system@16', 'past@8'],
  },
  { id: 'WX-CONT-05', any: ['vulgar'], unless: ['plain_body@10'] },
  {
    id: 'WX-CONT-06',
    any: [
      'superstition ~12 superstition_sale',
      'superstition_sale ~10 superstition',
      '大师|师傅|老师 ~6 看 ~3 风水|八字|面相|手相|命|财位',
    ],
    unless: ['culture@14'],
  },
  {
    id: 'WX-CONT-07',
    any: [
      'gamble ~16 入口|胜率|推荐|稳|带|进群|加|私信|红|赢|跟|平台|包|必|号码|赚|群|注册|送|返|押|今晚|世界杯|首存|充|开户|提现|水|老师',
      '稳|必|包|带你|跟|今晚|世界杯|欧冠|私信|进群 ~10 gamble',
      'stock ~14 stock_push',
      'stock_push ~10 stock',
      'contraband',
    ],
    unless: ['risk_notice@16', 'neg_contraband@8'],
  },
  {
    id: 'WX-CONT-08',
    carriers: ['mp', 'h5', 'oa', 'cross'],
    any: [
      'test_quiz ~14 test_bait',
      'number|piece ~4 题|道题|个问题|秒 ~5 测|看|算|暴露|知道 ~8 你|test_bait',
      '抽 ~3 签|张牌|卦 ~10 看看|姻缘|运|命',
      '输入|填 ~3 姓名|名字|生日|出生|生辰 ~10 看|测|算|知道|揭晓 ~8 test_bait|你',
    ],
    unless: ['useful_check@14'],
  },
  {
    id: 'WX-CONT-09',
    any: ['pity ~18 pity_ask', 'pity_ask ~12 pity', '忍心|狠心|铁石心肠 ~6 划走|看着|走|不'],
    unless: ['official_contact@6'],
  },
  { id: 'WX-CONT-11', any: ['replica ~12 replica_thing', 'replica_thing ~8 replica'], unless: ['neg_replica@8'] },
]
