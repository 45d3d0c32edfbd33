/**
 * Words that only sound like a word of the lexicon: 关zhu, 红b, fēn享, 威芯. The text is read as syllables beside its
 * characters; a word counts when some of its characters stand there as they should, or all of it is spelt in Latin,
 * and no everyday character is taken for another one (又会 is not 优惠).
 */
import type { Normal } from './normalise.ts'
import { isLatin } from './spelling.ts'
import { syllableOf, syllables } from './syllables.ts'
import { addTo, addToken, order, type Scan, tokensOf } from './tokens.ts'
import { Trie } from './trie.ts'

type Sounding = { word: string; slots: number[]; core: boolean }
/** Words by how they sound: the numbers of the trie. */
type Index = { trie: Trie; words: Map<number, Sounding[]> }
/** `often`: the words of `core` alone, looked for everywhere; `all`: looked for beside Latin letters. */
export type Sounds = { all: Index; often: Index; known: ReadonlySet<string> }

/** Single letters stand for a character as its initial: numbers above those of the syllables. */
const initialBase = 1000

/** Characters too common to be a disguise. */
const everyday = new Set(
  Array.from(
    '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体政美相见被利什二等产或新己制身果加月话合回特代内表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直资命山金指许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运冬春夏秋店单点半服份号饭鸡水火早晚鱼肉米面茶酒花草树木衣裤鞋包杯碗刀桌床房车船票片张支双对件块元角分钟岁周季首头尾左右前后内外东西南北洗吃喝玩乐买卖送寄拿放推拉按贴写画读唱跳跑走坐站睡醒红黄蓝绿黑白灰紫粉甜咸酸辣苦香臭冷热干湿轻重快慢新旧厚薄宽窄深浅软硬',
    char => char.charCodeAt(0),
  ),
)

/** Words disguised so often that one other character, or a first letter, is enough. */
const core = new Set(
  `微信 公众号 关注 分享 转发 红包 优惠券 优惠 福利 免费 领取 领券 好友 朋友圈 点赞 评论 收藏 抽奖 中奖 返现 返利 好评 加群 进群 私信 淘宝 抖音 快手 小红书 拼多多 支付宝 转账 收款码 刷单
  最好的 第一名 最低价 最便宜 顶级 国家级 世界级 独家 领先 治疗 根治 治好 根除 治愈 壮阳 减肥 丰胸 祛斑 抗癌 降压 降糖 糖尿病 鼻炎 保本 稳赚 稳赚不赔 保过 包过 博彩 彩票 荐股 牛股 高仿 复刻 约炮 裸聊 色情
  色图 发票 代开 办证 砍价 助力 订阅 垃圾 假货 打折 半价 免单 现金 评价 视频号 服务号 电子烟 月入 日入 兼职 贷款 涨停 彩金 下注 偏方 断根 疗效 没有之一 全网最低`.split(
    /\s+/,
  ),
)

const longestWord = 4

/** `known`: every word of the lexicon; what is one is no disguise of another. */
export function buildSounds(words: Iterable<[string, number[]]>, known: ReadonlySet<string>): Sounds {
  const all: Index = { trie: new Trie(), words: new Map() }
  const often: Index = { trie: new Trie(), words: new Map() }
  for (const [word, slots] of words) {
    if (word.length < 2 || word.length > longestWord || !/^[\u4e00-\u9fff]+$/.test(word)) continue
    const numbers = Array.from(word, char => syllableOf[char.charCodeAt(0)]!)
    if (numbers.some(number => number === 0)) continue
    const sounding = { word, slots, core: core.has(word) }
    add(all, numbers, sounding)
    if (core.has(word)) add(often, numbers, sounding)
    if (word.length > 3 || !core.has(word)) continue
    // One character as its first letter, the others as they are.
    for (let i = 0; i < numbers.length; i++)
      add(
        all,
        numbers.map((number, k) => (k === i ? initialBase + syllables[number - 1]!.charCodeAt(0) : number)),
        sounding,
      )
  }
  return { all, often, known }
}

function add({ trie, words }: Index, numbers: number[], sounding: Sounding): void {
  const number = trie.add(String.fromCharCode(...numbers))
  const there = words.get(number)
  if (!there) words.set(number, [sounding])
  else if (!there.includes(sounding)) there.push(sounding)
}

const stream = { numbers: new Uint16Array(0), starts: new Int32Array(0), ends: new Int32Array(0) }

/** Adds respelt tokens for what sounds like a word and is not written as it. */
export function scanSounds(scan: Scan, normal: Normal): void {
  const { sounds } = scan.lexicon
  const length = layOutSyllables(normal)
  const { numbers, starts, ends } = stream
  let latin = nextLatin(normal, 0, length)
  const anyLatin = latin < length
  if (anyLatin) sounds.all.trie.read(numbers, length)
  sounds.often.trie.read(numbers, length)
  for (let from = 0; from < length; from++) {
    if (latin < from) latin = nextLatin(normal, from, length)
    if (numbers[from] === 0) continue
    const { trie, words } = anyLatin && latin - from < longestWord ? sounds.all : sounds.often
    const count = trie.find(from)
    for (let k = 0; k < count; k++) {
      const [start, end] = [starts[from]!, ends[trie.foundEnds[k]! - 1]!]
      for (const { word, slots, core: often } of words.get(trie.foundWords[k]!)!) {
        if (!disguised(normal, word, from, often)) continue
        if (sounds.known.has(String.fromCharCode(...normal.units.subarray(start, end)))) break
        const token = addToken(scan, start, end, true)
        for (const slot of slots) {
          addTo(scan, slot, token)
          order(scan, tokensOf(scan, slot))
        }
      }
    }
  }
}

function nextLatin({ units }: Normal, from: number, length: number): number {
  let at = from
  while (at < length && !(isLatin(units[stream.starts[at]!]!) && stream.numbers[at] !== 0)) at++
  return at
}

function disguised({ units }: Normal, word: string, from: number, often: boolean): boolean {
  let same = 0
  let latin = 0
  let letters = 0
  for (let k = 0; k < word.length; k++) {
    const unit = units[stream.starts[from + k]!]!
    if (isLatin(unit)) {
      latin++
      letters += stream.ends[from + k]! - stream.starts[from + k]!
    } else if (unit === word.charCodeAt(k)) same++
    else if (!often || everyday.has(unit)) return false
  }
  if (same === word.length) return false
  if (latin === word.length) return letters >= 6
  return latin + same === word.length || (same > 0 && same + latin >= word.length - 1)
}

/** The units as syllables: characters by the table, rows of letters cut into syllables; 0 where nothing is to be read. */
function layOutSyllables(normal: Normal): number {
  const { units, length } = normal
  if (stream.numbers.length < length) {
    stream.numbers = new Uint16Array(length + 1024)
    stream.starts = new Int32Array(length + 1024)
    stream.ends = new Int32Array(length + 1024)
  }
  const { numbers, starts, ends } = stream
  let count = 0
  const put = (number: number, start: number, end: number) => {
    numbers[count] = number
    starts[count] = start
    ends[count++] = end
  }
  for (let i = 0; i < length; ) {
    if (!isLatin(units[i]!)) {
      numbers[count] = syllableOf[units[i]!]!
      starts[count] = i
      ends[count++] = ++i
      continue
    }
    let end = i + 1
    while (end < length && isLatin(units[end]!)) end++
    if (end - i === 1) put(initialBase + units[i]!, i, end)
    else if (end - i > longestRun || !cut(units, i, end, put)) put(0, i, end)
    i = end
  }
  return count
}

const longestRun = 24
const longestSyllable = 6

/** Cuts a row of letters into syllables, long ones first; false where it is no pinyin. */
function cut(units: Uint16Array, from: number, end: number, put: (number: number, start: number, end: number) => void): boolean {
  const ends: number[] = []
  const dead = new Set<number>()
  const walk = (at: number): boolean => {
    if (at === end) return true
    if (dead.has(at)) return false
    for (let size = Math.min(longestSyllable, end - at); size > 0; size--)
      if (syllableByLetters.has(lettersOf(units, at, at + size))) {
        ends.push(at + size)
        if (walk(at + size)) return true
        ends.pop()
      }
    dead.add(at)
    return false
  }
  if (!walk(from)) return false
  let start = from
  for (const stop of ends) {
    put(syllableByLetters.get(lettersOf(units, start, stop))!, start, stop)
    start = stop
  }
  return true
}

/** A few letters a to z as one number. */
function lettersOf(units: ArrayLike<number>, from: number, end: number): number {
  let letters = 0
  for (let i = from; i < end; i++) letters = letters * 27 + units[i]! - 0x60
  return letters
}

const syllableByLetters = new Map(
  syllables.map((syllable, i) => [
    lettersOf(
      Array.from(syllable, letter => letter.charCodeAt(0)),
      0,
      syllable.length,
    ),
    i + 1,
  ]),
)
