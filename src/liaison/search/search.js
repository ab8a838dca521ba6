// The search of a site in the reader's browser. It asks for nothing before the reader does, and then for small scripts
// of this folder alone, so that it also works where the site is opened as files. A page that holds
// <form data-search>, [data-search-status] and <ol data-search-results> needs only this script; the words it says stand
// in the form's attributes. Browsers as old as Chrome 45 run it.
(function () {
  "use strict";
  const form = document.querySelector("form[data-search]");
  const me = document.currentScript;
  if (!form || !me || !Array.from || !window.Promise) return;
  const status = document.querySelector("[data-search-status]");
  const list = document.querySelector("[data-search-results]");
  const more = document.querySelector("[data-search-more]");
  const input = form.elements.q;
  const filters = ["kind", "year", "member"].filter((name) => form.elements[name]);
  const folder = me.src.replace(/[^/]*$/, "");
  const home = (() => {
    const link = document.createElement("a");
    link.href = form.getAttribute("data-href");
    return link.href.replace(/[?#].*$/, "").replace(/index\.html$/, "");
  })();
  // Results shown at once, and characters shown before and after a hit.
  const SHOWN = 10, BEFORE = 24, AFTER = 60;

  // --- Parts of the index: scripts that call lianluoSearch(name, text). ---

  const waiting = new Map(), parts = new Map();
  let version = form.getAttribute("data-version");
  window.lianluoSearch = (name, text) => {
    const take = waiting.get(name);
    if (take) take(text);
  };
  const part = (name) => {
    if (!parts.has(name)) {
      const promise = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.charset = "utf-8";
        script.src = folder + name + ".js?v=" + version;
        script.onload = () => {
          document.head.removeChild(script);
          reject(new Error(name));
        };
        script.onerror = () => {
          document.head.removeChild(script);
          // Asked for again the next time.
          parts.delete(name);
          reject(new Error(name));
        };
        document.head.appendChild(script);
      });
      parts.set(name, promise);
    }
    return parts.get(name);
  };

  // --- Numbers as text (number.rs). ---

  const DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$()*+,-./:;=?[]^_{|}~`";
  const HALF = DIGITS.length / 2;
  const value = new Map(Array.from(DIGITS).map((digit, at) => [digit, at]));
  const numbers = (text) => {
    const all = [];
    for (let at = 0, number = 0, unit = 1; at < text.length; at += 1) {
      const digit = value.get(text[at]);
      number += unit * digit;
      unit *= HALF;
      if (digit < HALF) {
        all.push(number);
        number = 0;
        unit = 1;
      }
    }
    return all;
  };
  const rising = (text) => {
    let last = 0;
    return numbers(text).map((step) => (last += step));
  };

  // --- Characters as they are compared (fold.rs), and the file of a pair (pairs.rs). ---

  const foldOne = (c) => {
    const code = c.codePointAt(0);
    const narrow = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : c;
    const small = narrow.toLowerCase();
    return Array.from(small).length === 1 ? small : narrow;
  };
  const fold = (text) => Array.from(text).map(foldOne);
  const fileOf = (one, other, count) => (one.codePointAt(0) * 7919 + other.codePointAt(0)) % count;

  // --- The catalogue: every document's place in the text of all. ---

  const catalogue = () =>
    part("catalogue").then((text) => {
      const said = JSON.parse(text);
      version = said.version;
      const lengths = numbers(said.lengths);
      // Where each document's places begin, and where its text does: places leave room at the end of a document, so that a
      // longer one does not move the places of those behind it (pairs.rs).
      const book = { said, starts: [], texts: [], titles: [], kinds: numbers(said.kinds), pieces: numbers(said.pieces), years: [] };
      let at = 0, begun = 0;
      for (let each = 0; each < lengths.length; each += 2) {
        book.starts.push(at);
        book.texts.push(begun);
        book.titles.push(lengths[each]);
        begun += lengths[each + 1];
        at = Math.ceil((at + lengths[each + 1]) / said.slot) * said.slot;
      }
      book.starts.push(at);
      book.texts.push(begun);
      book.count = book.titles.length;
      for (const years of said.years) for (let each = 0; each < years[1]; each += 1) book.years.push(years[0]);
      return book;
    });

  // --- Finding. ---

  // The places where a term begins: those of its pairs, each moved by where it stands in the term.
  const places = (term, book) => {
    const offsets = [];
    for (let at = 0; at + 2 < term.length; at += 2) offsets.push(at);
    offsets.push(term.length - 2);
    const pairs = offsets.map((at) =>
      part("index/" + fileOf(term[at], term[at + 1], book.said.files)).then((text) => {
        const words = text.split(" ");
        const key = term[at] + term[at + 1];
        for (let each = 0; each < words.length; each += 2) if (words[each] === key) return rising(words[each + 1]).map((place) => place - at);
        return [];
      })
    );
    return Promise.all(pairs).then((found) => {
      found.sort((a, b) => a.length - b.length);
      return found.reduce((left, right) => {
        let at = 0;
        return left.filter((place) => {
          while (at < right.length && right[at] < place) at += 1;
          return right[at] === place;
        });
      });
    });
  };

  // For each document a term occurs in: whether in its title, and where first in the rest of its text.
  const byDocument = (found, book) => {
    const documents = new Map();
    let document = 0;
    for (const place of found) {
      while (book.starts[document + 1] <= place) document += 1;
      const inside = place - book.starts[document];
      const hit = documents.get(document) || { title: false, body: -1 };
      if (inside < book.titles[document]) hit.title = true;
      else if (hit.body < 0) hit.body = inside;
      documents.set(document, hit);
    }
    return documents;
  };

  const wanted = (book, chosen) =>
    Promise.resolve(chosen.member ? part("members") : "").then((text) => {
      const named = chosen.member ? new Set(rising(text.split(" ")[+chosen.member] || "")) : null;
      return (document) =>
        (!chosen.kind || book.kinds[document] === +chosen.kind) &&
        (!chosen.year || book.years[document] === +chosen.year) &&
        (!named || named.has(document));
    });

  // The documents that hold all terms, those with them in their titles first, then the newest.
  const find = (terms, chosen, book) =>
    Promise.all([wanted(book, chosen)].concat(terms.map((term) => places(term, book)))).then((answers) => {
      const fits = answers[0];
      const hits = answers.slice(1).map((found) => byDocument(found, book));
      const results = [];
      for (let document = book.count - 1; document >= 0; document -= 1) {
        if (!fits(document) || !hits.every((hit) => hit.has(document))) continue;
        const of = hits.map((hit) => hit.get(document));
        const bodies = of.map((hit) => hit.body).filter((place) => place >= 0);
        results.push({ document, titles: of.filter((hit) => hit.title).length, body: bodies.length ? bodies[0] : -1 });
      }
      // Sorting keeps the order of equals only in newer browsers.
      return results.sort((a, b) => b.titles - a.titles || b.document - a.document);
    });

  // --- Showing. ---

  const say = (name, values) => {
    const words = form.getAttribute("data-say-" + name) || "";
    return words.replace(/\{(\w+)\}/g, (all, key) => (values && key in values ? values[key] : all));
  };
  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  // `text` (characters) into `box`, with what the terms find in it marked.
  const marked = (box, text, terms) => {
    const folded = text.map(foldOne);
    const hit = new Array(text.length);
    for (const term of terms)
      for (let at = 0; at + term.length <= text.length; at += 1)
        if (term.every((c, by) => folded[at + by] === c)) hit.fill(true, at, at + term.length);
    for (let at = 0, end = 0; at < text.length; at = end) {
      for (end = at + 1; end < text.length && !hit[end] === !hit[at]; ) end += 1;
      const words = text.slice(at, end).join("");
      box.appendChild(hit[at] ? element("mark", words) : document.createTextNode(words));
    }
  };

  // The text around a hit: out of the piece it is in, and the next one where it reaches into that.
  const around = (result, book) => {
    const group = Math.floor(result.document / book.said.group);
    const first = group * book.said.group;
    const last = Math.min(first + book.said.group, book.count);
    const start = book.texts[result.document] - book.texts[first];
    const length = Math.ceil((book.texts[last] - book.texts[first]) / book.pieces[group]);
    const body = start + book.titles[result.document] + 1;
    const end = book.texts[result.document + 1] - book.texts[first] - 1;
    const from = Math.max(body, start + result.body - BEFORE), to = Math.min(end, from + BEFORE + AFTER);
    const wantedPieces = [];
    for (let piece = Math.floor(from / length); piece <= Math.floor(Math.max(from, to - 1) / length); piece += 1)
      wantedPieces.push(part("text/" + group + "-" + piece));
    return Promise.all(wantedPieces).then((texts) => {
      const offset = Math.floor(from / length) * length;
      const text = Array.from(texts.join("")).slice(from - offset, to - offset);
      return (from > body ? ["…"] : []).concat(text, to < end ? ["…"] : []);
    });
  };

  const kindName = (kind) => {
    const choice = kind && form.elements.kind && form.elements.kind.querySelector('option[value="' + kind + '"]');
    return choice ? choice.getAttribute("data-name") || choice.textContent : "";
  };

  const row = (result, terms, book) => {
    const group = Math.floor(result.document / book.said.group);
    return part("list/" + group).then((text) => {
      const fields = JSON.parse(text)[result.document % book.said.group];
      const item = element("li");
      const head = element("h2");
      const link = element("a");
      link.href = home + fields[1] + (location.protocol === "file:" && /(^|\/)$/.test(fields[1]) ? "index.html" : "");
      marked(link, Array.from(fields[0]), terms);
      head.appendChild(link);
      const about = element("p", "", "found");
      const kind = kindName(book.kinds[result.document]);
      if (kind) about.appendChild(element("span", kind, "kind"));
      if (fields[2]) {
        const time = element("time", fields[2]);
        time.setAttribute("datetime", fields[2]);
        about.appendChild(time);
      }
      const words = element("p", "", "snippet");
      item.appendChild(head);
      item.appendChild(about);
      item.appendChild(words);
      return { item, words };
    });
  };

  let turn = 0, last = null;
  const settle = (state) => form.setAttribute("data-state", state);

  // Shows results from `from` on: first their titles, then the text around each hit, once the reader pauses.
  const show = (results, terms, book, from, mine) => {
    const page = results.slice(from, from + SHOWN);
    return Promise.all(page.map((result) => row(result, terms, book))).then((rows) => {
      if (mine !== turn) return;
      if (!from) list.textContent = "";
      rows.forEach((one) => list.appendChild(one.item));
      last = { results, terms, book, shown: from + page.length };
      if (more) {
        more.hidden = last.shown >= results.length;
        more.textContent = say("more", { n: Math.min(SHOWN, results.length - last.shown) });
      }
      return new Promise((resolve) => setTimeout(resolve, from ? 0 : 250)).then(() => {
        if (mine !== turn) return;
        const texts = rows.map((one, at) =>
          around(page[at], book).then((text) => {
            if (mine === turn && !one.words.firstChild) marked(one.words, text, terms);
          })
        );
        return Promise.all(texts).then(() => mine === turn && settle("done"));
      });
    });
  };

  const failed = (mine) => () => {
    if (mine !== turn) return;
    status.textContent = say("failed");
    settle("failed");
  };

  const chosen = () => {
    const values = {};
    for (const name of filters) values[name] = form.elements[name].value;
    return values;
  };

  const search = () => {
    const mine = (turn += 1);
    const words = input.value.split(/\s+/).filter((word) => word);
    const all = words.map(fold);
    const terms = all.filter((term) => term.length > 1);
    const short = words.filter((word, at) => all[at].length === 1);
    const values = chosen();
    const filtered = filters.some((name) => values[name]);
    remember(values);
    const empty = (text) => {
      list.textContent = "";
      if (more) more.hidden = true;
      status.textContent = text;
      settle("done");
    };
    if (!terms.length && (short.length || !filtered)) return empty(short.length ? say("short") : "");
    settle("busy");
    status.textContent = list.firstChild ? status.textContent : say("busy");
    catalogue()
      .then((book) =>
        find(terms, values, book).then((results) => {
          if (mine !== turn) return;
          const left = short.length ? say("left", { words: short.join(" ") }) : "";
          if (!results.length) return empty(say("none", { words: input.value.trim() }) + left);
          return show(results, terms, book, 0, mine).then(() => {
            if (mine === turn) status.textContent = say("found", { n: results.length }) + left;
          });
        })
      )
      .catch(failed(mine));
  };

  // The address keeps what is searched for, so that the way back from a result leads to it.
  const remember = (values) => {
    const said = [["q", input.value.trim()]].concat(filters.map((name) => [name, values[name]])).filter((pair) => pair[1]);
    const hash = said.map((pair) => pair[0] + "=" + encodeURIComponent(pair[1])).join("&");
    try {
      history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    } catch (refused) {
      // Some browsers refuse it for files: the search works, it is only not remembered.
    }
  };
  const recall = () => {
    const said = location.hash.slice(1) || location.search.slice(1);
    for (const pair of said.split("&")) {
      const at = pair.indexOf("=");
      const name = pair.slice(0, at);
      if (name !== "q" && filters.indexOf(name) < 0) continue;
      try {
        form.elements[name].value = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, " "));
      } catch (broken) {
        // An address cut short says nothing.
      }
    }
    if (input.value.trim() || filters.some((name) => form.elements[name].value)) search();
  };

  // --- What the reader does. ---

  let pause = 0;
  const soon = () => {
    clearTimeout(pause);
    pause = setTimeout(search, 120);
  };
  // While pinyin is being turned into characters there is nothing to search for.
  input.addEventListener("input", (event) => event.isComposing || soon());
  input.addEventListener("compositionend", soon);
  for (const name of filters) form.elements[name].addEventListener("change", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    search();
  });
  form.addEventListener("reset", () => setTimeout(search, 0));
  if (more) {
    more.addEventListener("click", () => {
      const from = last.shown;
      show(last.results, last.terms, last.book, from, turn)
        .then(() => {
          const next = list.children[from];
          if (next) next.querySelector("a").focus();
        })
        .catch(failed(turn));
    });
  }
  // Arrows walk through the results; Escape leads back.
  const links = () => Array.from(list.querySelectorAll("h2 a"));
  const walk = (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    const inList = at >= 0;
    if (event.key === "Escape" && inList) input.focus();
    else if (event.key === "ArrowDown" && (inList || event.target === input) && all[at + 1]) all[at + 1].focus();
    else if (event.key === "ArrowUp" && inList) (all[at - 1] || input).focus();
    else return;
    event.preventDefault();
  };
  input.addEventListener("keydown", walk);
  list.addEventListener("keydown", walk);

  for (const notice of Array.from(document.querySelectorAll("[data-search-off]"))) notice.hidden = true;
  form.hidden = false;
  recall();
})();
