// Runs before the first paint (the page's policy forbids inline scripts): puts the kept settings on <html>, so nothing flashes.
// Also the only place that applies them later: on a change in this tab, in another tab, or in the system.
(function () {
  'use strict';
  var root = document.documentElement;
  var dark = matchMedia('(prefers-color-scheme: dark)');
  var still = matchMedia('(prefers-reduced-motion: reduce)');
  var settings = {};

  function read() {
    try {
      settings = JSON.parse(localStorage.getItem('headwater.settings')) || {};
    } catch (_) {
      settings = {};
    }
  }

  function apply() {
    var theme = settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : dark.matches ? 'dark' : 'light';
    var motion = settings.motion === 'reduced' || settings.motion === 'full' ? settings.motion : still.matches ? 'reduced' : 'full';
    root.dataset.theme = theme;
    root.dataset.motion = motion;
    root.dataset.text = settings.textSize || 'normal';
  }

  read();
  apply();
  dark.addEventListener('change', apply);
  still.addEventListener('change', apply);
  addEventListener('headwater:settings', function (event) {
    settings = event.detail;
    apply();
  });
  addEventListener('storage', function (event) {
    if (event.key !== 'headwater.settings') return;
    read();
    apply();
  });
})();
