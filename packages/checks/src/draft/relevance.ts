/**
 * How far two things are about the same. Tags are compared whole, text by character bigrams of Chinese runs and by words of
 * Latin ones; bigrams that say nothing (我们, 一个 …) are left out.
 *
 *   score = max( |tags A ∩ tags B| / min(|tags A|, |tags B|),  |grams A ∩ grams B| / min(|grams A|, |grams B|) )
 *
 * The overlap coefficient instead of Jaccard's index: a title of eight characters that lies whole in an article is related to it.
 */
export type Subject = { text?: string; tags?: readonly string[] }

/** 0 to 1; null: one side says nothing that could be compared. */
export function relevance(a: Subject, b: Subject): number | null {
  const scores = [overlap(tagsOf(a), tagsOf(b)), overlap(gramsOf(a), gramsOf(b))].filter(score => score !== null)
  return scores.length > 0 ? Math.max(...scores) : null
}

/** Whether a subject says enough for a difference to mean something: a tag, or three bigrams. */
export function saysEnough(subject: Subject): boolean {
  return tagsOf(subject).size > 0 || gramsOf(subject).size >= 3
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number | null {
  if (a.size === 0 || b.size === 0) return null
  let both = 0
  for (const one of a) if (b.has(one)) both++
  return both / Math.min(a.size, b.size)
}

const tagsOf = ({ tags = [] }: Subject) => new Set(tags.map(tag => tag.normalize('NFKC').trim().toLowerCase()).filter(Boolean))

const empty = new Set(
  '我们 你们 他们 可以 一个 这个 那个 什么 怎么 如何 一下 就是 不是 还是 以及 或者 现在 今天 小程 程序 公众 众号 视频 频号 查看 点击 更多 详情 进入 立即 马上 使用'.split(
    ' ',
  ),
)

function gramsOf({ text = '', tags = [] }: Subject): Set<string> {
  const grams = new Set<string>()
  for (const [run] of `${text} ${tags.join(' ')}`
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/\p{Script=Han}+|[a-z0-9]+/gu)) {
    if (/^[a-z0-9]/.test(run)) {
      if (/[a-z]/.test(run) && run.length > 1) grams.add(run)
      continue
    }
    const signs = [...run]
    for (let i = 0; i + 1 < signs.length; i++) {
      const gram = signs[i]! + signs[i + 1]!
      if (!empty.has(gram)) grams.add(gram)
    }
  }
  return grams
}
