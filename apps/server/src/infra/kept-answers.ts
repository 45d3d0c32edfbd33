/**
 * Answers that took long are kept for a moment. A page that is looked at by many, or looked at again and again while
 * events pour in, then asks the event store once in a while instead of each time; every answer says `asOf`.
 */

/** `next` is the answer that will take this one's place, while it is being made. */
type Entry = { answer: Promise<unknown>; at: number; tookMs: number; next?: Promise<unknown> }

/** Answers that come sooner than this are asked for each time. */
const quickMs = 20
/** So long is waited for one that usually comes quickly; then the last one is given. */
const patienceMs = 60
/** An answer is good for so many times what it took; for so many times that it may still be given once more. */
const times = 10
const most = 500

export class KeptAnswers {
  private readonly entries = new Map<string, Entry>()

  private readonly longestMs: number
  private readonly now: () => number

  /**
   * @param longestMs  an answer is good for at most so long; then it is given once more while a new one is made, at most so
   *                   long after. 0: nothing is kept
   */
  constructor(longestMs: number, now: () => number = () => performance.now()) {
    this.longestMs = longestMs
    this.now = now
  }

  /** The answer for `key`: kept, or made by `make`. Whoever asks while it is being made gets the same; failures are not kept. */
  async get<T>(key: string, make: () => Promise<T>): Promise<T> {
    if (this.longestMs === 0) return make()
    const entry = this.entries.get(key)
    if (!entry) return this.renew(key, make) as Promise<T>
    const age = this.now() - entry.at
    const quick = entry.tookMs < quickMs
    const good = quick ? 0 : Math.min(this.longestMs, entry.tookMs * times)
    // Still being made, or good as it is.
    if (entry.tookMs === 0 || (!quick && age <= good)) return entry.answer as Promise<T>
    if (age > (quick ? this.longestMs : Math.min(good * times, good + this.longestMs))) return this.renew(key, make) as Promise<T>
    if (!entry.next) {
      entry.next = this.renew(key, make, entry)
      entry.next.catch(() => {})
    }
    return (quick ? sooner(entry.next, entry.answer) : entry.answer) as Promise<T>
  }

  /** Drops all answers whose key begins so. */
  forget(prefix: string): void {
    for (const key of this.entries.keys()) if (key.startsWith(prefix)) this.entries.delete(key)
  }

  /** Makes an answer anew; while that goes on `before` is what others get. One forgotten meanwhile does not come back. */
  private async renew<T>(key: string, make: () => Promise<T>, before?: Entry): Promise<T> {
    const began = this.now()
    const answer = make()
    const entry: Entry = { answer, at: began, tookMs: 0 }
    if (!before) this.keep(key, entry)
    try {
      await answer
    } catch (cause) {
      // The next one to ask tries again.
      if (this.entries.get(key) === (before ?? entry)) this.entries.delete(key)
      throw cause
    }
    entry.tookMs = Math.max(1, this.now() - began)
    entry.at = this.now()
    if (before && this.entries.get(key) === before) this.keep(key, entry)
    return answer
  }

  private keep(key: string, entry: Entry): void {
    this.entries.delete(key)
    this.entries.set(key, entry)
    if (this.entries.size > most) this.entries.delete(this.entries.keys().next().value!)
  }
}

/** What is being made if it comes soon, else what there was. */
function sooner(next: Promise<unknown>, last: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise(resolve => {
    timer = setTimeout(resolve, patienceMs, last)
  })
  return Promise.race([next, patience]).finally(() => clearTimeout(timer))
}
