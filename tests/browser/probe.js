// What tests/browser.rs asks of pages, evaluated in them: an object of questions, each answered with plain data.
(() => {
  // How an element is named in a failure's message.
  const name = (element) => {
    const classes = [...element.classList].map((one) => "." + one).join("");
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ");
    return `<${element.localName}${element.id ? "#" + element.id : ""}${classes}> “${words.slice(0, 24)}”`;
  };

  // Seen by a person with the page before them: laid out, not transparent, not moved out of sight, not one pixel.
  const seen = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0;
  };

  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  // Any CSS colour as [red, green, blue, alpha], 0 to 255 and 0 to 1.
  const rgba = (colour) => {
    if (!colours.has(colour)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
      colours.set(colour, [red, green, blue, alpha / 255]);
    }
    return colours.get(colour);
  };
  const over = (top, bottom) => [0, 1, 2].map((i) => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
  // WCAG 2.2, definitions of relative luminance and contrast ratio.
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // The colour behind an element's text; null where a picture is behind it.
  const behind = (element, canvas) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      layers.push(rgba(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((bottom, top) => over(top, bottom), canvas);
  };
  const canvasColour = () => {
    const patch = document.createElement("i");
    patch.style.backgroundColor = "Canvas";
    document.body.append(patch);
    const colour = rgba(getComputedStyle(patch).backgroundColor);
    patch.remove();
    return colour;
  };

  const urlsOfCss = (css) => [...css.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']/g)].map((m) => m[1] || m[2]);
  const fetchedRels = ["stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload", "prefetch", "mask-icon"];

  // What one HTML text says of other files: links a reader follows, files the browser fetches, other mentions.
  const references = (page) => {
    const [links, assets, mentions] = [[], [], []];
    const each = (selector, attribute, list) =>
      page.querySelectorAll(selector).forEach((element) => list.push(element.getAttribute(attribute)));
    each("a[href], area[href]", "href", links);
    each("[src]", "src", assets);
    each("[poster]", "poster", assets);
    each("object[data]", "data", assets);
    each("image[href], use[href]", "href", assets);
    each("form[action]", "action", mentions);
    page.querySelectorAll("[srcset]").forEach((element) =>
      assets.push(...element.getAttribute("srcset").split(/,\s+/).map((one) => one.trim().split(/\s+/)[0])));
    page.querySelectorAll("link[href]").forEach((element) => {
      const fetched = fetchedRels.some((rel) => element.relList.contains(rel));
      (fetched ? assets : mentions).push(element.getAttribute("href"));
    });
    page.querySelectorAll("style").forEach((element) => assets.push(...urlsOfCss(element.textContent)));
    page.querySelectorAll("[style]").forEach((element) => assets.push(...urlsOfCss(element.getAttribute("style"))));
    return { links, assets, mentions };
  };

  return {
    // Reads every route of the site over HTTP, from its home page, and tells what each says.
    async survey(routes) {
      const home = new URL("./", location.href).href;
      const one = async (route) => {
        const address = home + route.split("/").map(encodeURIComponent).join("/");
        const text = await (await fetch(address)).text();
        const resolve = (list) =>
          list.map((raw) => {
            try {
              // Where it leads on the server, and in a folder opened as files.
              const http = new URL(raw, address);
              const file = new URL(raw, "file:///site/" + address.slice(home.length));
              return { raw, http: http.href.split("#")[0], file: file.href.split(/[?#]/)[0], fragment: decodeURIComponent(http.hash.slice(1)) };
            } catch (error) {
              return { raw, http: "", file: "", fragment: "", error: String(error) };
            }
          });
        if (route.endsWith(".css")) return { route, links: [], assets: resolve(urlsOfCss(text)), mentions: [] };
        const page = new DOMParser().parseFromString(text, "text/html");
        const found = references(page);
        const ids = [...page.querySelectorAll("[id]")].map((element) => element.id);
        return {
          route,
          links: resolve(found.links),
          assets: resolve(found.assets),
          mentions: resolve(found.mentions),
          ids,
          repeated: ids.filter((id, at) => ids.indexOf(id) !== at),
          redirect: page.querySelector("meta[http-equiv=refresh i]")?.content.replace(/^.*url\s*=\s*/i, "") ?? null,
          doctype: page.doctype?.name ?? "",
          lang: page.documentElement.lang,
          title: page.title.trim(),
          viewport: page.querySelector("meta[name=viewport]")?.content ?? "",
          headings: page.querySelectorAll("h1").length,
          mains: page.querySelectorAll("main").length,
          speechless: [...page.querySelectorAll("img:not([alt])")].map((image) => image.getAttribute("src")),
          base: page.querySelectorAll("base").length,
        };
      };
      const answers = [];
      for (let at = 0; at < routes.length; at += 16) answers.push(...(await Promise.all(routes.slice(at, at + 16).map(one))));
      return answers;
    },

    // What makes the page wider than `width`: empty when it fits.
    sideways(width) {
      const total = document.scrollingElement.scrollWidth;
      const out = [];
      for (const element of document.body.querySelectorAll("*")) {
        const box = element.getBoundingClientRect();
        if (box.right <= width + 1 || !seen(element)) continue;
        let inside = element.parentElement;
        // In a box that scrolls by itself, or cuts off on purpose, it makes nothing wider.
        while (inside && inside !== document.body && getComputedStyle(inside).overflowX === "visible") inside = inside.parentElement;
        if (!inside || inside === document.body) out.push(`${name(element)} to ${Math.round(box.right)} px`);
      }
      if (out.length || total <= width) return out.slice(0, 4);
      // Every box fits: words that cannot break run over the edge of theirs.
      const runsOver = (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && seen(element);
      const words = [...document.body.querySelectorAll("*")].filter(runsOver).map(name);
      return [`the page is ${total} px wide: ${words.slice(-3).join(", ")}`];
    },

    // Links and controls that are less than `least` px high or wide and do not stand in a line of text (WCAG 2.2, 2.5.8).
    smallTargets(least) {
      const inText = (target) => {
        if (getComputedStyle(target).display !== "inline") return false;
        let block = target.parentElement;
        while (block && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
        if (!block) return false;
        const others = [...block.querySelectorAll("a, button")].reduce((sum, one) => sum + one.textContent.trim().length, 0);
        return block.textContent.replace(/\s+/g, "").length > others + 1;
      };
      return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
        .filter((target) => {
          if (!seen(target) || target.disabled) return false;
          // A picture in a link is part of what can be hit.
          const boxes = [target, ...target.children].map((one) => one.getBoundingClientRect());
          const large = boxes.some((box) => box.width > least - 0.5 && box.height > least - 0.5);
          return !large && !inText(target);
        })
        .map((target) => {
          const box = target.getBoundingClientRect();
          return `${name(target)} ${box.width.toFixed(1)}×${box.height.toFixed(1)}`;
        });
    },

    // Texts a person sees that are smaller than `least` px.
    smallTexts(least) {
      const small = new Map();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || !seen(element) || element.matches("script, style, noscript")) continue;
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < least - 0.05) small.set(name(element), `${name(element)} ${size} px`);
      }
      return [...small.values()].slice(0, 6);
    },

    // Texts cut off by a box that hides what does not fit into it.
    cutTexts: () =>
      [...document.body.querySelectorAll("*")]
        .filter((element) => {
          const style = getComputedStyle(element);
          const hides = style.overflowX === "hidden" || style.overflowY === "hidden";
          const over = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
          return hides && over && seen(element) && element.textContent.trim() && !element.matches("svg, svg *");
        })
        .map(name),

    // How many elements the Tab key comes to, by what they are; which of them it came to is noted from now on.
    tabStops() {
      const stops = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
      const open = [...stops].filter((element) => !element.disabled && element.checkVisibility({ visibilityProperty: true }));
      window.tabStopsLeft = new Set(open);
      return open.length;
    },

    // The elements that the Tab key did not come to.
    tabStopsLeft: () => [...window.tabStopsLeft].map(name),

    // What has the focus, and how that shows.
    focus() {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      window.tabStopsLeft?.delete(element);
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        name: name(element),
        href: element.getAttribute("href") ?? "",
        target: !!element.hash && !!document.getElementById(decodeURIComponent(element.hash.slice(1))),
        seen: seen(element) && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth,
        // Not wholly hidden (WCAG 2.2, 2.4.11): a picture may be higher than the window.
        glimpsed: seen(element) && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
        marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
      };
    },

    // The elements of `selector` that a person sees.
    seen: (selector) => [...document.querySelectorAll(selector)].filter(seen).map(name),

    // The text a person sees, white space folded.
    text: () => document.body.innerText.replace(/\s+/g, " ").trim(),

    // Pictures that are there but show nothing; those that load lazily are asked for first.
    async brokenImages() {
      const images = [...document.images];
      images.forEach((image) => (image.loading = "eager"));
      await Promise.all(images.map((image) => image.decode().catch(() => 0)));
      return images.filter((image) => !image.naturalWidth).map((image) => image.getAttribute("src"));
    },

    // The luminance of the page's background, 0 (black) to 1 (white).
    backgroundLuminance: () => luminance(behind(document.body, canvasColour()) ?? [128, 128, 128, 1]),

    // How many texts were judged, and those of too little contrast (WCAG 2.2, 1.4.3: 4.5 to 1, large text 3 to 1).
    // On paper backgrounds are not printed, so `paper` stands for them.
    contrast(paper) {
      const canvas = canvasColour();
      const weak = new Map();
      let judged = 0;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || !seen(element) || element.matches("script, style, noscript, :disabled")) continue;
        const ground = paper ? rgba(paper) : behind(element, canvas);
        if (!ground) continue;
        const style = getComputedStyle(element);
        let opacity = 1;
        for (let at = element; at; at = at.parentElement) opacity *= parseFloat(getComputedStyle(at).opacity);
        const ink = rgba(style.color);
        const found = ratio(over([ink[0], ink[1], ink[2], ink[3] * opacity], ground), ground);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
        judged += 1;
        if (found < (large ? 3 : 4.5)) weak.set(name(element), `${name(element)} ${found.toFixed(2)} to 1, ${style.color}`);
      }
      return { judged, weak: [...weak.values()].slice(0, 6) };
    },
  };
})()
