/**
 * Ways operators respell a word to slip past a filter: look-alike and like-sounding characters, pinyin for a
 * character or for all, characters split in two. A respelt word counts where it fills a slot of a rule, and the hit
 * then says so; alone it means nothing. Characters whose respelling is an everyday word (加 as 家, 点 as 店) are left out.
 */

/** Character, its look-alikes, its pinyin. */
const table = [
  '一壹弌yi 世丗shi 酒氿jiu 独渡du 百白佰bai 垃la 圾ji 关官guan',
  '微薇魏徵徽溦葳崴威维嶶wei 信芯伩訫xin 加伽珈咖茄jia 群裙羣峮qun 关関闗観guan 注註紸炷zhu',
  '分芬纷汾芬fen 享亨亯xiang 转砖転啭zhuan 发髪犮伐fa 红洪虹hong 包苞饱bao 领岭ling 取娶qu 优忧尤尢you',
  '惠慧恵蕙hui 券卷劵绻quan 免勉俛mian 费沸废fei 抽chou 奖桨浆jiang 赞攒讃瓒zan 点奌dian 评坪萍ping',
  '论伦lun 返反仮fan 现见xian 好恏hao 公厶gong 众仲衆zhong 号呺hao 圈圏quan 码玛ma 支吱zhi 付附fu',
  '宝寳bao 淘萄掏陶桃tao 抖陡dou 音因yin 快筷kuai 赚zhuan 钱銭qian 最蕞樶醉嘴zui 顶鼎ding 级极ji',
  '治冶zhi 疗聊liao 瘦廋痩shou 减jian 肥fei 药葯yao 色se 赌堵睹du 博搏菠bo 彩采菜cai 股骰gu 票飘piao',
  '单単dan 私厶si 扣釦叩kou 送宋song 礼li 福幅fu 利莉li 砍侃坎kan 截jie 图tu 回hui 复fu 团tuan',
  '元兀円yuan 折zhe 粉fen 丝si 朋peng 友you 全quan 收shou 藏cang 邀yao 请qing 助zhu 集ji 卡ka 买mai 卖mai',
  '代dai 开kai 贷dai 款kuan 网wang 看kan 刷shua 赔pei 保bao 本ben 过guo 涨zhang 停ting 裸luo 聊liao 约yue',
  '炮pao 烟yan 枪qiang 根gen 愈yu 癌ai 祛qu 斑ban 痘dou 脂zhi 扫sao 客ke 服fu 进jin 拉la 联lian 系xi 电dian',
  '话hua 手shou 机ji 验yan 证zheng 身shen 份fen 银yin 行xing 账zhang 打da 订ding 阅yue 下xia 载zai 首shou 第di',
  '唯wei 独du 国guo 家jia 佳jia 强qiang 低di 便bian 宜yi 王wang 牌pai 霸ba 神shen 效xiao 痛tong 病bing 炎yan',
  '毒du 壮zhuang 阳yang 妆zhuang 刻ke 高gao 仿fang 翻fan 盗dao 版ban 资zi 源yuan 刀dao 兼jian 职zhi 日ri 结jie',
  '提ti 金jin 抢qiang 秒miao 杀sha 袋dai 直zhi 播bo',
].join(' ')

const splits: Record<string, string> = {
  优: '亻尤',
  顶: '丁页',
  订: '讠丁',
  销: '钅肖',
  信: '亻言',
  好: '女子',
  领: '令页',
  群: '君羊',
  治: '氵台',
  转: '车专',
  红: '纟工',
  朋: '月月',
  码: '石马',
  付: '亻寸',
  抽: '扌由',
  扫: '扌彐',
  赌: '贝者',
  股: '月殳',
  粉: '米分',
  钱: '钅戋',
  加: '力口',
  私: '禾厶',
  返: '辶反',
  现: '王见',
  送: '辶关',
  赚: '贝兼',
  级: '纟及',
  砍: '石欠',
  扣: '扌口',
  购: '贝勾',
  肥: '月巴',
  减: '冫咸',
  评: '讠平',
  论: '讠仑',
  福: '礻畐',
  注: '氵主',
  享: '亠口子',
}

/** First letters that are read as a word: only these, because most pairs of letters mean something else. */
const initials: Record<string, string> = {
  关注: 'gz',
  公众号: 'gzh',
  分享: 'fx',
  转发: 'zf',
  红包: 'hb',
  优惠券: 'yhq',
  朋友圈: 'pyq',
  点赞: 'dz',
  福利: 'fl',
  好评: 'hp',
  返现: 'fx',
  抽奖: 'cj',
  私信: 'sx',
  支付宝: 'zfb',
  小红书: 'xhs',
  视频号: 'sph',
  免费: 'mf',
  评论: 'pl',
  收藏: 'sc',
  加群: 'jq',
  进群: 'jq',
  代购: 'dg',
}

type Ways = { alike: string[]; pinyin: string }
const waysOf = new Map<string, Ways>()
for (const entry of table.split(' ')) {
  const pinyin = /[a-z]+$/.exec(entry)![0]
  const [char, ...alike] = Array.from(entry.slice(0, -pinyin.length))
  waysOf.set(char!, { alike: [...alike, ...(splits[char!] ? [splits[char!]!] : [])], pinyin })
}

/** Spellings of a word of two to five characters; empty for others. */
export function respellings(word: string): string[] {
  const chars = Array.from(word)
  if (chars.length < 2 || chars.length > 5 || !/^[\u4e00-\u9fff]+$/.test(word)) return []
  const ways = chars.map(char => waysOf.get(char))
  const all = new Set<string>()
  const write = (replaced: Map<number, string>) => all.add(chars.map((char, i) => replaced.get(i) ?? char).join(''))
  for (const [i, way] of ways.entries()) {
    if (!way) continue
    for (const other of [...way.alike, way.pinyin]) {
      write(new Map([[i, other]]))
      for (let j = i + 1; j < chars.length && chars.length <= 3; j++)
        if (ways[j])
          for (const second of [...ways[j]!.alike, ways[j]!.pinyin])
            write(
              new Map([
                [i, other],
                [j, second],
              ]),
            )
    }
  }
  if (ways.every(Boolean)) all.add(ways.map(way => way!.pinyin).join(''))
  if (initials[word]) all.add(initials[word]!)
  all.delete(word)
  return [...all].filter(other => !everyday.has(other))
}

/** Respellings that are words of their own. */
const everyday = new Set(['一分', '名份', '音乐', '快手', '本市', '关公', '因为', '公重', '分亨利', '单价'])
