/** When people are awake: hours with a lunch bump and an evening peak, and a week that fills towards Sunday. */
import { dayStart, hourMs, weekday } from '../days.ts'
import type { Random } from '../random.ts'

const hours = [2, 1, 1, 1, 1, 2, 5, 10, 14, 15, 16, 18, 24, 20, 15, 14, 15, 18, 24, 34, 44, 42, 26, 10]
const week = [1.14, 0.91, 0.94, 0.95, 1.03, 1.02, 1.16]

const cumulated: number[] = []
for (const weight of hours) cumulated.push((cumulated.at(-1) ?? 0) + weight)
const total = cumulated.at(-1)!

/** How busy a weekday is; the week's mean is about 1. */
export function weekFactor(day: number): number {
  return week[weekday(day)]!
}

/** How busy an hour is; the day's mean is 1. */
export function hourFactor(hour: number): number {
  return (hours[hour]! * 24) / total
}

/** An instant of the day, drawn by the rhythm of hours. */
export function instantOf(day: number, random: Random): number {
  const place = random.next() * total
  let hour = 0
  while (cumulated[hour]! < place) hour++
  return dayStart(day) + hour * hourMs + Math.floor(random.next() * hourMs)
}
