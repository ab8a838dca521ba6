// Live reload for previewed pages (LiveReload protocol 7): loads the page anew when it changed, takes style sheets and
// pictures anew without that, keeps the place on the page, shows and hides the overlay with errors.
(function () {
  'use strict';

  var script = document.currentScript;
  if (!script || !script.src || !window.WebSocket || window.lianluoLiveReload) return;
  window.lianluoLiveReload = true;

  var version = script.getAttribute('data-version');
  var socketUrl = new URL('/livereload', script.src);
  socketUrl.protocol = socketUrl.protocol === 'https:' ? 'wss:' : 'ws:';
  var overlayUrl = new URL('/livereload/overlay', script.src).href;
  var PLACE = 'lianluo-place';
  var OVERLAY = 'lianluo-overlay';
  var delay = 200;
  var leaving = false;

  window.addEventListener('pagehide', function () { leaving = true; });
  restorePlace();
  connect();

  function connect() {
    if (leaving) return;
    var socket = new WebSocket(socketUrl.href);
    socket.onopen = function () {
      delay = 200;
      socket.send(JSON.stringify({
        command: 'hello',
        protocols: ['http://livereload.com/protocols/official-7'],
        version: version
      }));
    };
    socket.onmessage = function (event) {
      var message;
      try { message = JSON.parse(event.data); } catch (error) { return; }
      if (message.command === 'reload') changed(message);
      else if (message.command === 'overlay') { version = message.version; showOverlay(); }
    };
    // The server may have been stopped for a while.
    socket.onclose = function () {
      setTimeout(connect, delay);
      delay = Math.min(delay * 2, 3000);
    };
  }

  function changed(message) {
    var path = message.path || '';
    // Shown already, before the rest of its build was there.
    if (message.version && message.version === script.getAttribute('data-version')) return;
    if (message.only && !isHere(path)) return;
    var style = /\.css$/i.test(path);
    var picture = /\.(png|apng|jpe?g|gif|webp|avif|svg|ico|bmp)$/i.test(path);
    if (!style && !picture) return reload();
    version = message.version;
    var found = style ? swapStyle(path) : swapPicture(path);
    if (!found && mentionedInStyles(path.slice(path.lastIndexOf('/') + 1))) reload();
  }

  function reload() {
    if (leaving) return;
    try {
      sessionStorage.setItem(PLACE, JSON.stringify([location.href, window.scrollX, window.scrollY]));
    } catch (error) { /* Without storage the browser's own memory of the place has to do. */ }
    location.reload();
  }

  function restorePlace() {
    var place;
    try {
      place = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch (error) { return; }
    if (!place || place[0] !== location.href) return;
    function go() { window.scrollTo({ left: place[1], top: place[2], behavior: 'instant' }); }
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', go);
    else go();
    // Pictures without a size move the text until they are there.
    if (document.readyState !== 'complete') window.addEventListener('load', go);
  }

  function isAt(address, path) {
    if (!address) return false;
    var url;
    try { url = new URL(address, document.baseURI); } catch (error) { return false; }
    return url.origin === socketUrl.origin.replace(/^ws/, 'http') && decoded(url.pathname) === decoded(path);
  }

  function isHere(path) { return decoded(location.pathname) === decoded(path); }

  function decoded(path) {
    try { return decodeURIComponent(path); } catch (error) { return path; }
  }

  // The same address with a mark that makes the browser ask again.
  function anew(address) {
    var url = new URL(address, document.baseURI);
    url.searchParams.set('livereload', version);
    return url.href;
  }

  function swapStyle(path) {
    var found = false;
    each('link[rel~="stylesheet"]', function (link) {
      if (!isAt(link.href, path)) return;
      found = true;
      if (link.dataset.livereloadOld) return;
      // The old sheet stays until the new one is there: the page never stands without style.
      var next = link.cloneNode(false);
      next.href = anew(link.href);
      link.dataset.livereloadOld = 'yes';
      next.onload = next.onerror = function () { link.remove(); };
      link.parentNode.insertBefore(next, link.nextSibling);
    });
    return found;
  }

  function swapPicture(path) {
    var found = false;
    [['img', 'src'], ['input', 'src'], ['video', 'poster'], ['object', 'data'], ['embed', 'src'], ['image', 'href'],
      ['link[rel~="icon"]', 'href']].forEach(function (pair) {
      each(pair[0] + '[' + pair[1] + ']', function (element) {
        var address = element.getAttribute(pair[1]);
        if (!isAt(address, path)) return;
        found = true;
        element.setAttribute(pair[1], anew(address));
      });
    });
    each('img[srcset], source[srcset]', function (element) {
      var text = element.getAttribute('srcset').split(/,\s+/).map(function (candidate) {
        var parts = candidate.trim().split(/\s+/);
        if (isAt(parts[0], path)) { found = true; parts[0] = anew(parts[0]); }
        return parts.join(' ');
      }).join(', ');
      element.setAttribute('srcset', text);
    });
    each('[style*="url("]', function (element) {
      var text = element.getAttribute('style').replace(/url\((["']?)(.*?)\1\)/g, function (whole, quote, address) {
        if (!isAt(address, path)) return whole;
        found = true;
        return 'url(' + quote + anew(address) + quote + ')';
      });
      element.setAttribute('style', text);
    });
    return found;
  }

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  // Whether a style sheet, or one it imports, speaks of the file: then only loading the page anew is sure.
  function mentionedInStyles(name) {
    function inSheet(sheet) {
      var rules;
      try { rules = sheet && sheet.cssRules; } catch (error) { return false; }
      return Array.prototype.some.call(rules || [], function (rule) {
        return decoded(rule.cssText).indexOf(decoded(name)) >= 0 || (rule.styleSheet && inSheet(rule.styleSheet));
      });
    }
    return Array.prototype.some.call(document.styleSheets, inSheet);
  }

  // The overlay's text does not travel over the websocket, which pages of other sites could listen to.
  function showOverlay() {
    fetch(overlayUrl).then(function (response) {
      return response.status === 200 ? response.text() : '';
    }).then(function (html) {
      // A page that is nothing but the overlay has its own content to load now.
      if (!html && document.documentElement.hasAttribute('data-lianluo-whole')) return reload();
      var old = document.getElementById(OVERLAY);
      if (old) old.remove();
      if (html) document.body.insertAdjacentHTML('beforeend', html);
    }).catch(function () {});
  }
})();
