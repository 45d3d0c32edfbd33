export { type ChannelsWx, createChannels, RESERVED } from './channels.ts'
export { createTracker, type Tracker, type TrackerOptions } from './tracker.ts'
export type * from './wire.ts'
export type { RequestResult, Wx } from './wx.ts'
