/**
 * What the content checks find risky, by label: 10001 ads, 20001 politics, 20002 porn, 20003 abuse, 20006 crime, 20008 fraud,
 * 20012 vulgar, 20013 copyright, 21000 other. A list to read and to test with; WeChat's own is not public.
 */
export const riskyWords: readonly { label: number; suggest: 'risky' | 'review'; words: readonly string[] }[] = [
  { label: 20001, suggest: 'risky', words: ['时政谣言'] },
  { label: 20002, suggest: 'risky', words: ['色情', '裸聊'] },
  { label: 20003, suggest: 'risky', words: ['混蛋', '滚出去'] },
  { label: 20006, suggest: 'risky', words: ['赌博', '违禁', '枪支'] },
  { label: 20008, suggest: 'risky', words: ['刷单返利', '代开发票'] },
  { label: 20012, suggest: 'review', words: ['低俗'] },
  { label: 20013, suggest: 'risky', words: ['盗版'] },
  { label: 10001, suggest: 'review', words: ['加微信领', '扫码进群'] },
  { label: 21000, suggest: 'review', words: ['待人工复核'] },
]

export type Found = { label: number; suggest: 'risky' | 'review'; keyword: string }

/** The first risky word of a text, the worst labels first. */
export function findRiskyWord(text: string): Found | undefined {
  for (const { label, suggest, words } of riskyWords) {
    const keyword = words.find(word => text.includes(word))
    if (keyword !== undefined) return { label, suggest, keyword }
  }
  return undefined
}
