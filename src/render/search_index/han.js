/* Chinese and Japanese for elasticlunr: what is searched for is cut into pairs of neighbouring characters. */
(function () {
  var lib = typeof elasticlunr === "undefined" ? lunr : elasticlunr;
  var stock = lib.tokenizer;
  var han = "\\u2E80-\\u2FDF\\u3005-\\u3007\\u3021-\\u3029\\u3038-\\u303B\\u3041-\\u3096\\u309D-\\u309F" +
    "\\u30A1-\\u30FA\\u30FC-\\u30FF\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\uFF66-\\uFF9F" +
    "\\u{20000}-\\u{3FFFF}";
  var words = new RegExp("[" + han + "]+|(?:(?![" + han + "])[\\p{L}\\p{N}\\p{M}])+", "gu");
  var isHan = new RegExp("[" + han + "]", "u");
  var cut = function (text) {
    if (text === null || text === undefined) return [];
    if (Array.isArray(text)) return Array.prototype.concat.apply([], text.map(cut));
    var found = [];
    (text.toString().toLowerCase().match(words) || []).forEach(function (word) {
      var letters = Array.from(word);
      if (!isHan.test(word) || letters.length === 1) return found.push(word);
      for (var i = 0; i + 1 < letters.length; i++) found.push(letters[i] + letters[i + 1]);
    });
    return found;
  };
  Object.keys(stock).forEach(function (key) { cut[key] = stock[key]; });
  lib.tokenizer = cut;
})();
