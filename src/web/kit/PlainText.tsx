/** Text that somebody wrote, with its line breaks; never markup, never executed. `lines` cuts it in lists. */
export function PlainText({ children, lines }: { children: string | null | undefined; lines?: number }) {
  if (!children) return <>—</>
  const cut = lines
    ? { display: '-webkit-box', WebkitLineClamp: lines, WebkitBoxOrient: 'vertical' as const }
    : undefined
  return (
    <div className={lines ? 'zy-text zy-text-cut' : 'zy-text'} style={cut} dir="auto">
      {children}
    </div>
  )
}
