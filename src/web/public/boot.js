// Runs before the first paint: theme and language of the last visit, so that nothing flashes or jumps.
// A file of its own because the content security policy allows no inline scripts.
;(function () {
  var root = document.documentElement
  var theme = null
  var lang = null
  try {
    theme = localStorage.getItem('zy.theme')
    lang = localStorage.getItem('zy.lang')
  } catch (e) {
    console.info('storage is not available', e)
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  root.dataset.theme = theme
  // zod would try `new Function` when the first contract is made, which the content security policy refuses and reports
  globalThis.__zod_globalConfig = { jitless: true }
  if (lang === 'en') root.lang = 'en'
})()
