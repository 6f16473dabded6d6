import {
  bars,
  bestOf,
  keepsUp,
  ratiosOf,
  type Contestant,
  type PeersResult,
  type Ratio,
} from '../check-peers.ts'
import { number, two, type Figure } from '../lib/figures.ts'

/** What one did: at the number that all were given, at the most that it kept up with, and where it fell behind. */
function contestantFigures({ name, rungs, who }: Contestant, interval: number): Figure[] {
  const own = (kind: 'http' | 'tcp'): Figure => {
    const { first, best } = bestOf({ name, rungs, who }, kind)
    const behind = rungs.filter((r) => r.kind === kind && !keepsUp(r)).sort((a, b) => a.checks - b.checks)[0]
    const cost = `${number.format(first.perCpuSecond)} for a CPU second at ${number.format(first.perSecond)}/s`
    const most = best
      ? `most kept up with ${number.format(best.perSecond)}/s with ${best.cores} cores (${number.format(best.perCpuSecond)} for a CPU second)`
      : 'kept up with nothing'
    const delay = best?.delayMs == null ? '' : `; 99 % started within ${number.format(best.delayMs)} ms`
    return {
      what: `${name}: ${kind.toUpperCase()} checks every ${interval} s`,
      target: 'shown',
      measured: `${cost}; ${most}${delay}`,
      ratio: behind
        ? `${Math.round(behind.share * 100)} % of ${number.format(behind.checks / interval)}/s`
        : 'never behind',
      ok: true,
    }
  }
  return [own('http'), own('tcp')]
}

function ratioFigures(r: Ratio): Figure[] {
  const kind = r.kind.toUpperCase()
  const rate = `highest rate of ours to ${r.name}, ${kind}`
  if (r.who === 'zabbix')
    return [
      {
        what: rate,
        target: r.kind === 'tcp' ? `≥ ${bars.ofZabbixRate}` : 'shown',
        measured: `${r.rate} (for a CPU second ${r.perCpuSecondAtBest})`,
        ratio: two(r.rate),
        ok: r.ok,
      },
    ]
  return [
    {
      what: `${kind} checks for a CPU second, ours to ${r.name}: same number, highest of each`,
      target: `> ${bars.perCpuSecond}`,
      measured: `${r.perCpuSecond}, ${r.perCpuSecondAtBest}`,
      ratio: two(r.perCpuSecondAtBest),
      ok: r.ok,
    },
    { what: rate, target: 'shown', measured: String(r.rate), ratio: two(r.rate), ok: true },
  ]
}

/** Our worker and others that check, in one run. */
export function checkPeers(printed: unknown): Figure[] {
  const result = printed as PeersResult
  return [
    ...result.contestants.flatMap((one) => contestantFigures(one, result.intervalSeconds)),
    ...ratiosOf(result).flatMap(ratioFigures),
    ...result.leftOut.map(({ who, why }): Figure => ({
      what: `${who}: left out`,
      target: 'there',
      measured: why.replaceAll(/[|\s]+/g, ' ').slice(0, 200),
      ratio: '',
      ok: false,
    })),
  ]
}
