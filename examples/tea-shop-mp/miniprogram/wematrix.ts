/** The shop's one tracker. Pages register through `page`, so views and shares are noticed. */
import { createChannels, createTracker } from '@wematrix/miniprogram'
import { settings } from './settings'

export const tracker = createTracker({ endpoint: settings.endpoint, writeKey: settings.writeKey, wx })
export const channels = createChannels(tracker, wx, settings.channels)
export const app = tracker.app(App)
export const page = tracker.page(Page)
