/** What a subject says of a mail to a mailbox for complaints. Pure. */

/** What its sender calls it; a complaint where nothing is said, for that has the strictest watch. */
export function kindOf(subject: string): 'complaint' | 'suggestion' | 'praise' {
  if (/投诉|举报|complain/i.test(subject)) return 'complaint'
  if (/建议|意见|suggest/i.test(subject)) return 'suggestion'
  if (/表扬|感谢|致谢|praise|thank/i.test(subject)) return 'praise'
  return 'complaint'
}

/** Numbers of complaints that a subject names in brackets, as our mails do. */
export function complaintNumbersIn(subject: string): string[] {
  return [...subject.matchAll(/\[(COM-\d{8}-\d{4,10})\]/gi)]
    .map((match) => match[1]!.toUpperCase())
    .slice(0, 5)
}
