/** What must not be offered at all: indecency, superstition, betting and stock tips, contraband, fate quizzes, copies. */
import type { TextRule } from '../rule.ts'

export const illicitRules: TextRule[] = [
  {
    id: 'WX-CONT-05',
    any: [
      '湿身诱惑|制服诱惑|黑丝诱惑|全套服务|可加钟|未成年勿入|未成年勿进|十八岁以下勿|福利在主页',
      'tease_who ~8 上门|加钟|过夜|陪睡|陪夜|全套|特服|包夜',
      '美女|靓女|嫩 ~2 技师|按摩|陪侍|服务员 ~10 上门|全套|加钟|包|随叫',
      '主页|头像|私信|进群 ~8 更多福利|私密|大尺度|不能发的|完整版福利',
      '新婚|洞房|同居|合租|出差|加班 ~4 夜|晚上 ~12 掀开|被子|床|惊呆|脸红|解',
      'tease_who ~12 tease_how ~14 tease_gap',
      'tease_how ~12 tease_gap ~10 tease_who',
      'tease_gap ~12 tease_who ~12 tease_how',
      'tease_how ~6 tease_how ~14 tease_gap',
      'tease_who ~6 解一颗|解开|脱|褪 ~4 扣|衣|裙|外套|件',
    ],
    unless: ['plain_body@10', 'mention@12'],
  },
  { id: 'WX-CONT-06', any: ['rite ~12 rite_promise', 'rite_promise ~10 rite'], unless: ['culture@14', 'mention@12', 'rite_denied@8'] },
  {
    id: 'WX-CONT-07',
    any: [
      '高仿|仿真|代办|代做|快办|免考|无需考试|不用考 ~4 驾驶证|毕业证|学位证|资格证|身份证|结婚证|房产证|学历|行驶证|护照',
      '驾驶证|毕业证|学位证|资格证|护照 ~8 出证|免考|三天拿|当天拿|网上可查|包真',
      '抽水 ~6 percent|筹码|局|桌',
      '彩票|号码|双色球|大乐透|福彩 ~8 算好|照着买|跟着买|包中|必中|内部|已选好|老师选',
      'bet_word ~10 bet_push ~12 bet_push|bet_word',
      'bet_push ~8 bet_word ~10 bet_push|bet_word',
      'stock_tip ~10 stock_lure',
      'stock_lure ~8 stock_tip',
      'crime ~10 crime_offer',
      'crime_offer ~8 crime',
    ],
    unless: ['risk_notice@16', 'neg_contraband@8', 'mention@12', 'just_a_game@10'],
  },
  {
    id: 'WX-CONT-08',
    carriers: ['mp', 'h5', 'oa', 'cross'],
    any: [
      '你的 ~6 是什么|是哪|能打几分|打几分|值几分|属于哪 ~8 点我测|测|点开|看看|不及格|戳',
      '我的|我是|我被|我居然是 ~10 quiz_fate|颜色|动物|人设|花语|神兽 ~12 你的|你是|你呢|点我|来测|快测',
      '名字|姓名|脸|颜值|五官|手相|声音|笔迹 ~4 打几分|能打|几分|打分|值多少|看性格|看命',
      '开始测试|点我测|点击测|戳我测|开始鉴定 ~6 我的|隐藏|身份|前世|命|灵魂|另一半',
      '答|回答|做 ~3 number ~2 题|道题|个问题 ~6 看|测|知道|算|揭 ~8 真身|几岁|真爱|另一半|你是|什么人|命|内心|发财',
      'number|三|几 ~2 世 ~4 职业|情债|身份|缘',
      '看出|算出|知道|暴露 ~2 你 ~4 几岁|什么时候|多久 ~3 发财|结婚|脱单|暴富|遇到',
      'quiz_act ~16 quiz_fate',
      'quiz_fate ~10 quiz_act',
      '我 ~3 测出|被测出|测到|抽到 ~10 quiz_fate|你',
    ],
    unless: ['useful_check@14', 'mention@12'],
  },
  {
    id: 'WX-CONT-11',
    any: [
      '迪士尼|奥特曼|小猪佩奇|宝可梦|皮卡丘|凯蒂猫|漫威|冰雪奇缘|三丽鸥|库洛米|玲娜贝儿|泡泡玛特|哆啦a梦|熊出没|喜羊羊|乐高 ~6 同款|图案|自产|厂家直|仿|自制|印花|平替',
      '钉上|打上|贴上|印上|绣上|钉好|缝上 ~4 牌子|logo|商标|大牌标|名牌标',
      '直接用了|照着|照抄|照搬|仿照|扒|抄|套用 ~8 商标|图纸|包装|大牌|老字号|名牌|别家|同行的|品牌图',
      '从别家|从同行|从网上|别人的|同行的|别家的 ~4 扒|搬|截|抄|拷',
      '水印 ~3 糊|抹|裁|盖|打码',
      'copy_kind ~14 copy_lure',
      'copy_lure ~8 copy_kind',
      'copy_kind ~8 copy_kind',
    ],
    unless: ['neg_replica@8', 'mention@12'],
  },
]
