// Before the first paint (the page forbids inline scripts): puts the kept settings on <html>; later applies each change of them.
// Also says which address is not the start page, and keeps an answer pressed on the start page before the app has come.
(function () {
  'use strict';
  var root = document.documentElement;
  var dark = matchMedia('(prefers-color-scheme: dark)');
  var still = matchMedia('(prefers-reduced-motion: reduce)');
  var key = 'headwater.settings';
  if (location.pathname !== new URL('.', document.currentScript.src).pathname) root.dataset.deep = '';
  addEventListener('click', function (event) {
    var option = event.target.closest('.fp-static [data-hero-option]');
    if (!option) return;
    root.dataset.heroChoice = option.dataset.heroOption;
    option.setAttribute('aria-pressed', 'true');
  });
  var settings;
  function read() {
    try {
      settings = JSON.parse(localStorage.getItem(key));
    } catch (_) {}
    apply();
  }
  function apply() {
    settings = settings || {};
    var theme = settings.theme;
    var motion = settings.motion;
    root.dataset.theme = theme === 'light' || theme === 'dark' ? theme : dark.matches ? 'dark' : 'light';
    root.dataset.motion = motion === 'reduced' || motion === 'full' ? motion : still.matches ? 'reduced' : 'full';
    root.dataset.text = settings.textSize || 'normal';
  }
  read();
  dark.addEventListener('change', apply);
  still.addEventListener('change', apply);
  addEventListener('headwater:settings', function (event) {
    settings = event.detail;
    apply();
  });
  addEventListener('storage', function (event) {
    if (event.key === key) read();
  });
})();
