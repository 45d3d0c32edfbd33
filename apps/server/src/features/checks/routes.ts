import { type Handled, handle } from '../../infra/register.ts'
import { readNow } from './brand-checks.ts'
import { createBrandRule, deleteBrandRule, listBrandRules, tryBrandRule, updateBrandRule } from './brand-rules.ts'
import * as brand from './brand-schema.ts'
import { listRules } from './catalogue.ts'
import { doors } from './doors.ts'
import { getHealth } from './health.ts'
import { listIdeas } from './ideas.ts'
import { queueFetch } from './live.ts'
import { readMedia } from './media.ts'
import { checkMedia } from './media-schema.ts'
import { askOpinion, listOpinions } from './opinions.ts'
import * as outside from './outside-schema.ts'
import { forcePack, listPacks, testPack, unforcePack, uploadPack } from './packs.ts'
import * as packs from './packs-schema.ts'
import { forgetPages, listPages, setPages } from './pages.ts'
import * as pages from './pages-schema.ts'
import { confirmReview, getReview, listReviews, review } from './reviews.ts'
import { getScan, listScans, startScan } from './scans.ts'
import * as schema from './schema.ts'
import { resetSeverity, setSeverity } from './severities.ts'
import { listTasks, setTask } from './tasks.ts'
import { endWaiver, grantWaiver, listWaivers } from './waivers.ts'

export function checkRoutes(): Handled[] {
  return [...readingRoutes(), ...brandRoutes(), ...packRoutes(), ...outsideRoutes()]
}

const readingRoutes = (): Handled[] => [
  handle(schema.checkText, ({ ctx, body }) => readNow(ctx, body)),
  handle(schema.checkDraft, ({ ctx, body }) => readNow(ctx, body)),
  handle(checkMedia, ({ ctx, query, body }) => readMedia(ctx, { ...query, bytes: body })),
  handle(schema.reviewArtefact, ({ ctx, body }) => review(ctx, body)),
  handle(schema.listReviews, ({ ctx, query }) => listReviews(ctx, query)),
  handle(schema.getReview, ({ ctx, params }) => getReview(ctx, params.id)),
  handle(schema.confirmReview, ({ ctx, params }) => confirmReview(ctx, params.id)),
  handle(schema.listRules, ({ ctx }) => listRules(ctx)),
  handle(schema.listIdeas, async ({ ctx }) => ({ ideas: await listIdeas(ctx) })),
]

const brandRoutes = (): Handled[] => [
  handle(brand.listBrandRules, async ({ ctx }) => ({ rules: await listBrandRules(ctx) })),
  handle(brand.createBrandRule, ({ ctx, body }) => createBrandRule(ctx, body)),
  handle(brand.tryBrandRule, async ({ body }) => tryBrandRule(body.rule, body.content)),
  handle(brand.updateBrandRule, ({ ctx, params, body }) => updateBrandRule(ctx, params.id, body)),
  handle(brand.deleteBrandRule, async ({ ctx, params }) => {
    await deleteBrandRule(ctx, params.id)
    return undefined
  }),
  handle(brand.setSeverity, ({ ctx, params, body }) => setSeverity(ctx, params.rule, body)),
  handle(brand.resetSeverity, async ({ ctx, params }) => {
    await resetSeverity(ctx, params.rule)
    return undefined
  }),
  handle(pages.listPages, async ({ ctx }) => ({ apps: await listPages(ctx) })),
  handle(pages.setPages, ({ ctx, params, body }) => setPages(ctx, params.carrierId, body.app)),
  handle(pages.forgetPages, async ({ ctx, params }) => {
    await forgetPages(ctx, params.carrierId)
    return undefined
  }),
  handle(brand.listWaivers, ({ ctx, query }) => listWaivers(ctx, query.after)),
  handle(brand.grantWaiver, ({ ctx, body }) => grantWaiver(ctx, body)),
  handle(brand.endWaiver, async ({ ctx, params }) => {
    await endWaiver(ctx, params.id)
    return undefined
  }),
]

const packRoutes = (): Handled[] => [
  handle(packs.listPacks, async ({ ctx }) => ({ packs: await listPacks(ctx) })),
  handle(packs.uploadPack, ({ ctx, body }) => uploadPack(ctx, body.pack)),
  handle(packs.testPack, async ({ ctx, params }) => ({ failedTests: await testPack(ctx, params.packId, params.version) })),
  handle(packs.forcePack, ({ ctx, params, body }) => forcePack(ctx, { id: params.packId, version: params.version, despite: body.despite })),
  handle(packs.unforcePack, ({ ctx, params }) => unforcePack(ctx, params.packId, params.version)),
  handle(packs.startScan, async ({ ctx, body }) => {
    if (body.fetch) await queueFetch(ctx)
    return startScan(ctx)
  }),
  handle(packs.listScans, async ({ ctx }) => ({ scans: await listScans(ctx) })),
  handle(packs.getScan, ({ ctx, params, query }) => getScan(ctx, params.id, query)),
  handle(packs.listTasks, ({ ctx, query }) => listTasks(ctx, query)),
  handle(packs.setTask, ({ ctx, params, body }) => setTask(ctx, params.id, body.done)),
]

const outsideRoutes = (): Handled[] => [
  handle(outside.askOpinion, ({ ctx, body }) => askOpinion(ctx, body)),
  handle(outside.listOpinions, ({ ctx, query }) => listOpinions(ctx, query)),
  handle(outside.getHealth, ({ ctx, query }) => getHealth(ctx, query.days)),
  handle(outside.listDoors, async () => ({
    doors: doors.map(({ id, name, endpoints, files }) => ({ id, name, endpoints: [...endpoints], open: files.length > 0 })),
  })),
]
