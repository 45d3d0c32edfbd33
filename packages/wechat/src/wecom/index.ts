/** WeCom's message push: webhooks of group robots. */
export * from './messages.ts'
export * from './robot.ts'
