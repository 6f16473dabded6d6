/** An explanation in words, in Chinese and English. Pure; shared with the browser. */
import type { CalendarLocale } from './calendar.ts'
import type { Explanation } from './explain.ts'
import type { Target, TargetUnit } from './targets.ts'

const units: Record<CalendarLocale, Record<TargetUnit, string>> = {
  'zh-CN': { minutes: '分钟', hours: '小时', workingDays: '个工作日', naturalDays: '个自然日', weeks: '周' },
  en: {
    minutes: 'minutes',
    hours: 'hours',
    workingDays: 'working days',
    naturalDays: 'natural days',
    weeks: 'weeks',
  },
}

/** `3 个工作日`, `1 working day`. */
export function targetText(locale: CalendarLocale, target: Target): string {
  const unit = units[locale][target.unit]
  return `${target.value} ${locale === 'en' && target.value === 1 ? unit.slice(0, -1) : unit}`
}

/** `1 小时 30 分`, `1 h 30 min`; 0 is `0 秒`, `0 s`. */
export function durationText(locale: CalendarLocale, seconds: number): string {
  const [h, m, s] = locale === 'en' ? ['h', 'min', 's'] : ['小时', '分', '秒']
  const parts: string[] = []
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  if (hours) parts.push(`${hours} ${h}`)
  if (minutes) parts.push(`${minutes} ${m}`)
  if (seconds % 60 || parts.length === 0) parts.push(`${seconds % 60} ${s}`)
  return parts.join(' ')
}

/** `2026-02-14 09:00` of an ISO instant (its own wall clock; seconds only where they are not zero). */
function moment(iso: string): string {
  const seconds = iso.slice(17, 19)
  return `${iso.slice(0, 10)} ${iso.slice(11, seconds === '00' ? 16 : 19)}`
}

/** The whole explanation as sentences, one per line: rule, counted, passed over, pauses, result. */
export function explainText(locale: CalendarLocale, e: Explanation): string {
  const lines = locale === 'en' ? english(e) : chinese(e)
  return lines.filter(Boolean).join('\n')
}

function chinese(e: Explanation): string[] {
  const counted = e.counted.flatMap((d) => [
    `${d.date} ${d.intervals.map(([a, b]) => `${a}–${b}`).join('、')}（${durationText('zh-CN', d.seconds)}）`,
    ...(e.omitted?.after === d.date
      ? [`中间 ${e.omitted.days} 天（${durationText('zh-CN', e.omitted.seconds)}）`]
      : []),
  ])
  return [
    `${e.agreement ? `协议“${e.agreement}”，` : ''}日历“${e.calendar.name}”${e.calendar.always ? '（全天候计时）' : ''}` +
      `，自 ${moment(e.from)} 起${e.target ? `，目标 ${targetText('zh-CN', e.target)}` : ''}。`,
    counted.length ? `计入 ${durationText('zh-CN', e.countedSeconds)}：${counted.join('；')}。` : '',
    e.skippedCount
      ? `跳过 ${e.skippedCount} 天：${skippedText(e, '（', '）', '、', ' 至 ')}${e.skippedCount > e.skipped.length ? '等' : ''}。`
      : '',
    ...e.pauses.map(
      (p) =>
        `暂停：${moment(p.from)} 至 ${p.to ? moment(p.to) : '尚未恢复'}${p.reason ? `（${p.reason}）` : ''}，不计时。`,
    ),
    e.provisional ? '所涉年份的节假日安排尚未公布，暂按周末推算。' : '',
    e.due ? `截止时间 ${moment(e.due)}。` : '时钟暂停中，恢复后重新计算截止时间。',
  ]
}

function english(e: Explanation): string[] {
  const counted = e.counted.flatMap((d) => [
    `${d.date} ${d.intervals.map(([a, b]) => `${a}–${b}`).join(', ')} (${durationText('en', d.seconds)})`,
    ...(e.omitted?.after === d.date
      ? [`${e.omitted.days} days between (${durationText('en', e.omitted.seconds)})`]
      : []),
  ])
  return [
    `${e.agreement ? `Agreement “${e.agreement}”, c` : 'C'}alendar “${e.calendar.name}”${e.calendar.always ? ' (around the clock)' : ''}` +
      `, from ${moment(e.from)}${e.target ? `, target ${targetText('en', e.target)}` : ''}.`,
    counted.length ? `Counted ${durationText('en', e.countedSeconds)}: ${counted.join('; ')}.` : '',
    e.skippedCount
      ? `Passed over ${e.skippedCount} ${e.skippedCount === 1 ? 'day' : 'days'}: ${skippedText(e, ' (', ')', ', ', ' to ')}${e.skippedCount > e.skipped.length ? ' and more' : ''}.`
      : '',
    ...e.pauses.map(
      (p) =>
        `Paused: ${moment(p.from)} to ${p.to ? moment(p.to) : 'now'}${p.reason ? ` (${p.reason})` : ''}, not counted.`,
    ),
    e.provisional ? 'Holidays of a year in this span are not published yet; weekends only were taken.' : '',
    e.due ? `Due ${moment(e.due)}.` : 'The clock is paused; the due time is set when it resumes.',
  ]
}

/** Runs of days with one name are joined: 2026-02-15 至 2026-02-23(春节). */
function skippedText(e: Explanation, open: string, close: string, comma: string, until: string): string {
  const runs: { first: string; last: string; name: string }[] = []
  for (const d of e.skipped) {
    const run = runs.at(-1)
    const follows = run && Date.parse(d.date) - Date.parse(run.last) === 86_400_000
    if (run && follows && run.name === d.name) run.last = d.date
    else runs.push({ first: d.date, last: d.date, name: d.name })
  }
  return runs
    .map((r) => `${r.first === r.last ? r.first : `${r.first}${until}${r.last}`}${open}${r.name}${close}`)
    .join(comma)
}
