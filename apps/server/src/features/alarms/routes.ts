import { type Handled, handle } from '../../infra/register.ts'
import { type AlarmSettings, deleteAlarms, getAlarms, setAlarms, testAlarms } from './alarms.ts'
import * as schema from './schema.ts'

export function alarmRoutes(settings: AlarmSettings): Handled[] {
  return [
    handle(schema.getAlarms, ({ ctx }) => getAlarms(ctx, settings)),
    handle(schema.setAlarms, ({ ctx, body }) => setAlarms(ctx, settings, body)),
    handle(schema.deleteAlarms, async ({ ctx }) => {
      await deleteAlarms(ctx)
      return undefined
    }),
    handle(schema.testAlarms, ({ ctx, body }) => testAlarms(ctx, settings, body)),
  ]
}
