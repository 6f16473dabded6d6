/** The product's mark: a Z drawn as a route from a fault to its restoration. */
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="zy-mark">
      <rect width="32" height="32" rx="7" />
      <path
        d="M8 9.5h16L11.5 22H24"
        fill="none"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="24.2" cy="9.5" r="2.4" />
    </svg>
  )
}
