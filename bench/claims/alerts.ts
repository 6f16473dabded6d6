/** What the benches of alerts printed, as figures. */
import type { AlertSourcesResult } from '../alert-sources.ts'
import type { ConsoleResult } from '../alerts-console.ts'
import { atLeast, atMost, number, type Figure } from '../lib/figures.ts'

export function alerts(printed: unknown): Figure[] {
  const { postsPerSecond, storm } = printed as {
    postsPerSecond: number
    storm: { seconds: number; alerts: number; incidents: number }
  }
  return [
    atLeast('single-alert POSTs stored', 1000, postsPerSecond, '/s'),
    atMost('storm of 10,000 alerts handled', 30, Math.round(storm.seconds * 10) / 10, ' s'),
    {
      what: 'incidents that the storm opened, alerts kept',
      target: '1 to 5, 10,000',
      measured: `${storm.incidents}, ${number.format(storm.alerts)}`,
      ratio: '',
      ok: storm.incidents >= 1 && storm.incidents <= 5 && storm.alerts === 10_000,
    },
  ]
}

/** Syslog by the ten thousand: what TCP brings is kept, what datagrams bring as far as the system's buffer holds it. */
export function alertSources(printed: unknown): Figure[] {
  const { tcp, udp, mostPerSecond, perSecond, pageP95, idleMb, peakMb } = printed as AlertSourcesResult
  const rate = `${number.format(perSecond)} lines/s`
  return [
    atMost(
      `syslog over TCP at ${rate}: lines lost of ${number.format(tcp.sent)}`,
      0,
      tcp.sent - tcp.received,
      '',
    ),
    atLeast('syslog over TCP as fast as it is taken', perSecond, mostPerSecond, ' lines/s'),
    {
      what: `syslog over UDP at ${rate}: taken in`,
      target: 'shown',
      measured: `${Math.round((udp.received / udp.sent) * 1000) / 10} %`,
      ratio: '',
      ok: true,
    },
    atMost('list of alerts meanwhile, p95', 100, pageP95, ' ms'),
    atMost('memory of the server beyond what it had idle', 512, peakMb - idleMb, ' MB'),
  ]
}

/** The console with 100,000 open alerts, and a storm behind one dead switch while it is worked with. */
export function alertsConsole(printed: unknown): Figure[] {
  const { open, pages, storm } = printed as ConsoleResult
  const said = `${storm.incidents}, ${number.format(storm.stored)} of ${number.format(storm.sent)}`
  return [
    ...pages.map(({ name, p95 }) =>
      atMost(
        `${name}, p95 (${number.format(open)} open alerts)`,
        name.startsWith('search') ? 500 : 200,
        p95,
        ' ms',
      ),
    ),
    {
      what: `storm of ${number.format(storm.sent)} alerts of ${number.format(storm.items)} items behind one switch: incidents, alerts stored`,
      target: '1, all',
      measured: `${said} in ${storm.seconds} s`,
      ratio: '',
      ok: storm.incidents === 1 && storm.stored === storm.sent,
    },
    atMost('notices that one person got of the same thing', 1, storm.mostNotices, ''),
    atMost('first page meanwhile, p95', 500, storm.meanwhile.p95, ' ms'),
  ]
}
