import type { Words } from '../types.ts'

/** Limits that a brand may set. Defaults come from the operations guide and WeChat's own limits, as named at the rules. */
export type DraftSettings = typeof defaultSettings

export const defaultSettings = {
  dwellSeconds: 5,
  popupsPer24h: 1,
  closePx: 24,
  insertsPerArticle: 2,
  surveyQuestions: 5,
  liveGapMinutes: 10,
  refusalDays: 30,
  touchesPerDay: 2,
  /** Hours in Asia/Shanghai, the first included, the last not. */
  quietFrom: 22,
  quietTo: 8,
  sameKindPerDay: 1,
  broadcastsPerDay: 1,
  broadcastsPerMonth: 4,
  templatesAtOnce: 3,
  topPrizeFen: 5_000_000,
  referralLevels: 1,
  renewalReminderDays: 5,
  /** An answer in customer service is asked for within 48 hours of the question. */
  questionMinutes: 2880,
  menuNameWidth: 8,
  subMenuNameWidth: 16,
  labelWidth: 24,
  /** Characters of an article’s title and of a Mini Program card’s. */
  articleTitle: 32,
  cardTitle: 35,
  entryDepth: 2,
  entrySteps: 3,
  replyLength: 150,
  /** See `relevance.ts`. */
  relevance: 0.12,
  ruleScore: 8,
  promotionShare: 1 / 3,
  videoSeconds: [15, 30] as readonly [number, number],
  hookSeconds: 3,
  /** Page paths of the own Mini Program, without leading slash; empty: not known, so none is missed. */
  pages: [] as readonly string[],
  /** Where that list comes from, for the reader of a finding: “by the app.json given on …”. */
  pagesFrom: { zh: '', en: '' } as Words,
  /** Scenes of a cold start in which the follow component shows, and of a warm one after it. Source: its documentation. */
  followScenes: [1011, 1017, 1025, 1047, 1124, 1001, 1038, 1041, 1089, 1090, 1104, 1131, 1187] as readonly number[],
}
