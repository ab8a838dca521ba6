// 长者模式、字号、深色、复制链接、打印。没有脚本时页面照常能读，这些按钮不出现。
// What a reader chooses is remembered in this browser; where it may not be (some browsers refuse it to files), elder
// mode goes along in the address. Browsers as old as Chrome 45 run this.
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "qingxi";
  var refused = false;
  var chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem(KEY)) || {};
  } catch (error) {
    refused = true;
  }
  if (/elder/.test(location.hash)) chosen.elder = 1;

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }
  function remember() {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch (error) {
      refused = true;
    }
  }
  function mark(name, on) {
    root.classList[on ? "add" : "remove"](name);
  }
  function isDark() {
    if (chosen.colour) return chosen.colour === "dark";
    return !!window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // Brings the page and its buttons to what is chosen.
  function apply() {
    mark("elder", chosen.elder);
    mark("dark", chosen.colour === "dark");
    mark("light", chosen.colour === "light");
    ["small", "large"].forEach(function (size) {
      mark("size-" + size, chosen.size === size);
    });
    each("[data-elder]", function (button) {
      button.textContent = button.getAttribute(chosen.elder ? "data-on" : "data-off");
    });
    each("[data-colour]", function (button) {
      button.textContent = button.getAttribute(isDark() ? "data-dark" : "data-light");
    });
    each("[data-size]", function (button) {
      button.setAttribute("aria-pressed", String((chosen.size || "") === button.getAttribute("data-size")));
    });
  }
  function on(selector, act) {
    each(selector, function (button) {
      button.addEventListener("click", function () {
        act(button);
      });
    });
  }
  on("[data-elder]", function () {
    chosen.elder = chosen.elder ? 0 : 1;
    remember();
    apply();
    if (!chosen.elder && location.hash === "#elder") history.replaceState(null, "", location.href.slice(0, -6));
  });
  on("[data-colour]", function () {
    chosen.colour = isDark() ? "light" : "dark";
    remember();
    apply();
  });
  on("[data-size]", function (button) {
    chosen.size = button.getAttribute("data-size");
    remember();
    apply();
  });
  on("[data-print]", function () {
    window.print();
  });

  // The old way of copying also works where a page is opened as a file or over plain HTTP.
  function copyOld(text) {
    var field = document.createElement("textarea");
    field.value = text;
    field.className = "sr";
    document.body.appendChild(field);
    field.select();
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    document.body.removeChild(field);
    return done;
  }
  on("[data-copy]", function (button) {
    var text = button.getAttribute("data-copy");
    var status = button.parentNode.querySelector("[role=status]");
    function tell(done) {
      if (status) status.textContent = button.getAttribute(done ? "data-copied" : "data-failed");
      button.focus();
    }
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).then(
        function () {
          tell(true);
        },
        function () {
          tell(copyOld(text));
        }
      );
    } else {
      tell(copyOld(text));
    }
  });

  document.addEventListener("click", function (event) {
    var link = refused && chosen.elder && event.target.closest ? event.target.closest("a[href]") : null;
    if (link && link.protocol === location.protocol && link.host === location.host && !link.hash) link.hash = "#elder";
  });
  apply();
})();
