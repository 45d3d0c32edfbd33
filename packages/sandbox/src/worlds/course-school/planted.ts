/** The planted parameters, typed, and the drives beside them that were tuned until the past shows them. */
import file from './planted-facts.json' with { type: 'json' }

export const planted = file
export type Planted = typeof file

/** Chances of a day, before keenness: coming by an article, by a video, by the live class, by oneself. */
export const drives = { article: 0.09, video: 0.05, liveLearner: 0.2, liveViewer: 0.09, organic: 0.015 } as const

/** Other ways in on the same day start a trial too; so an article's own part is a little less than what is counted. */
export const articleOwn = 0.95

/** Who starts the trial after a way in that no teacher wrote. */
export const trialAfter = { video: 0.2, live: 0.25, organic: 0.3 } as const

/** How surely a lesson is finished by the diligent and by the others; so the former pass the mark of good lessons, the latter do not. */
export const diligence = { share: 0.55, diligent: 0.9, other: 0.4 } as const
