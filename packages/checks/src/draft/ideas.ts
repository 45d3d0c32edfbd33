/** The eighteen ideas of the catalogue, each blocked or warned of as it is usually told, beside what reaches the same aim. */
import { followingIdeas } from './ideas/following.ts'
import type { Idea } from './ideas/idea.ts'
import { servingIdeas } from './ideas/serving.ts'
import { sharingIdeas } from './ideas/sharing.ts'

export type { Idea } from './ideas/idea.ts'

export const ideas: readonly Idea[] = [...sharingIdeas, ...followingIdeas, ...servingIdeas]
