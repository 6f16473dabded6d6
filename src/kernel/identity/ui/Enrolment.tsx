/** The second factor's secret: a picture to scan, and the letters for where nothing can scan. */
export function Enrolment({ secret, qrSvg, label }: { secret: string; qrSvg: string; label: string }) {
  // as an image, so that nothing in the drawing could ever run
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(qrSvg)}`
  return (
    <div className="zy-enrol">
      <img src={picture} width={168} height={168} alt={label} />
      <div>
        <p>{label}</p>
        <code>{secret.replace(/(.{4})/g, '$1 ')}</code>
      </div>
    </div>
  )
}
