//! Drives headless Chromium over the DevTools protocol, on a pipe: no driver, no port, no further crate.
//!
//! Chromium started with `--remote-debugging-pipe` reads JSON messages ending in NUL from its descriptor 3 and answers
//! on 4; it ends when the pipe closes, so it cannot outlive the tests, however they end.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// No answer within this time is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Who waits for what; the reading thread hands every message to its one.
#[derive(Default)]
struct Waiting {
    answers: HashMap<u64, Sender<Value>>,
    sessions: HashMap<String, Sender<Value>>,
}

/// One running browser; tests in several threads share it, each with pages of its own.
pub struct Chromium {
    pipe: Mutex<ChildStdin>,
    next_id: AtomicU64,
    waiting: Arc<Mutex<Waiting>>,
}

impl Chromium {
    /// Starts the browser. `folder` becomes its profile and is removed when the browser ends.
    pub fn start(folder: &Path) -> Chromium {
        // The shell gives Chromium descriptors 3 and 4, which std cannot, and sweeps up behind it.
        let script =
            "trap : INT TERM; folder=$1; shift; \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1; rm -rf \"$folder\"";
        let mut child = Command::new("sh")
            .args(["-c", script, "sh"])
            .arg(folder)
            .arg(program())
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-dev-shm-usage", "--disable-extensions", "--hide-scrollbars", "--lang=zh-CN"])
            .args(["--disable-background-timer-throttling", "--disable-renderer-backgrounding"])
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell to start Chromium with");
        let pipe = child.stdin.take().expect("piped above");
        let mut answers = BufReader::new(child.stdout.take().expect("piped above"));
        let waiting = Arc::new(Mutex::new(Waiting::default()));
        let chromium = Chromium { pipe: Mutex::new(pipe), next_id: AtomicU64::new(1), waiting: Arc::clone(&waiting) };
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while answers.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                message.pop();
                if let Ok(value) = serde_json::from_slice(&message) {
                    hand_over(&waiting, value);
                }
                message.clear();
            }
            // Chromium is gone: who still waits must hear so at once.
            *waiting.lock().expect("no panic while locked") = Waiting::default();
            // Its end is of no interest; waiting keeps no zombie.
            let _ = child.wait();
        });
        chromium.command(None, "Browser.getVersion", json!({}));
        chromium
    }

    /// A new empty page.
    pub fn page(&self) -> Page<'_> {
        let target = self.command(None, "Target.createTarget", json!({ "url": "about:blank" }));
        let target = text(&target["targetId"]);
        let attached = self.command(None, "Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        let session = text(&attached["sessionId"]);
        let (sender, events) = channel();
        self.waiting.lock().expect("no panic while locked").sessions.insert(session.clone(), sender);
        let page = Page { chromium: self, target, session, events };
        page.command("Page.enable", json!({}));
        page.command("Network.enable", json!({}));
        // Else only one page of the browser would have the focus.
        page.command("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        page
    }

    fn command(&self, session: Option<&str>, method: &str, parameters: Value) -> Value {
        let answer = self.answer(session, method, parameters);
        assert!(answer.get("error").is_none(), "{method}: {}", answer["error"]);
        answer["result"].clone()
    }

    /// The answer to a command, be it an error.
    fn answer(&self, session: Option<&str>, method: &str, parameters: Value) -> Value {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = channel();
        self.waiting.lock().expect("no panic while locked").answers.insert(id, sender);
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let written = self.pipe.lock().expect("no panic while locked").write_all(&bytes);
        written.unwrap_or_else(|error| panic!("Chromium does not listen ({error}); does {:?} start?", program()));
        answer
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|error| panic!("Chromium does not answer {method} ({error}); does {:?} start?", program()))
    }
}

/// A page of the browser; closed when dropped.
pub struct Page<'a> {
    chromium: &'a Chromium,
    target: String,
    session: String,
    events: Receiver<Value>,
}

/// What opening a page set in motion.
#[derive(Debug, Default)]
pub struct Visit {
    /// Every address asked for, the page's own first; `data:` left out.
    pub requests: Vec<String>,
    /// The addresses that could not be had, each with the reason.
    pub failed: Vec<String>,
    /// The status of the page's own answer, where it came over HTTP.
    pub status: Option<u64>,
}

impl Visit {
    /// The requests to addresses that do not start with `inside`.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn outside(&self, inside: &str) -> Vec<&String> {
        self.requests.iter().filter(|url| !url.starts_with(inside)).collect()
    }
}

impl Page<'_> {
    /// Opens `url` and waits until it and all it needs have loaded.
    pub fn open(&self, url: &str) -> Visit {
        while self.events.try_recv().is_ok() {}
        let answer = self.command("Page.navigate", json!({ "url": url }));
        assert!(answer.get("errorText").is_none(), "{url}: {}", answer["errorText"]);
        let mut visit = Visit::default();
        let mut address = HashMap::new();
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let event = self.events.recv_timeout(left).unwrap_or_else(|_| panic!("{url} does not finish loading"));
            let parameters = &event["params"];
            let request = text(&parameters["requestId"]);
            match text(&event["method"]).as_str() {
                "Network.requestWillBeSent" => {
                    let asked = text(&parameters["request"]["url"]);
                    // Asked for by the browser's own custom, at some time, whatever the page says.
                    if asked.splitn(4, '/').nth(3) == Some("favicon.ico") {
                        continue;
                    }
                    address.insert(request, asked.clone());
                    if !asked.starts_with("data:") {
                        visit.requests.push(asked);
                    }
                }
                "Network.responseReceived" if address.contains_key(&request) => {
                    let status = parameters["response"]["status"].as_u64().unwrap_or(0);
                    if parameters["type"] == "Document" {
                        visit.status = visit.status.or(Some(status).filter(|status| *status > 0));
                    } else if status >= 400 {
                        visit.failed.push(format!("{} ({status})", text(&parameters["response"]["url"])));
                    }
                }
                "Network.loadingFailed" if parameters["canceled"] != true => {
                    if let Some(address) = address.get(&request) {
                        visit.failed.push(format!("{address} ({})", text(&parameters["errorText"])));
                    }
                }
                "Page.loadEventFired" => return visit,
                _ => {}
            }
        }
    }

    /// The value of a JavaScript expression, awaited if it is a promise; works with scripts off too.
    pub fn evaluate(&self, script: &str) -> Value {
        let answer = self.command(
            "Runtime.evaluate",
            json!({ "expression": script, "returnByValue": true, "awaitPromise": true, "userGesture": true }),
        );
        let failure = &answer["exceptionDetails"];
        assert!(failure.is_null(), "JavaScript failed: {failure}\nin: {script}");
        answer["result"]["value"].clone()
    }

    /// The value of a JavaScript expression; none where the page is being left, or has not yet what the expression needs.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn attempt(&self, script: &str) -> Option<Value> {
        let parameters = json!({ "expression": script, "returnByValue": true, "userGesture": true });
        let answer = self.chromium.answer(Some(&self.session), "Runtime.evaluate", parameters);
        let result = answer.get("result").filter(|result| result["exceptionDetails"].is_null())?;
        Some(result["result"]["value"].clone())
    }

    /// Makes the window `width` × `height` CSS pixels; below 600 wide as a phone, which heeds the viewport's `<meta>`.
    pub fn viewport(&self, width: u32, height: u32) {
        self.command(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 }),
        );
    }

    /// Emulates the medium (`screen`, `print`) and the wanted colours (`light`, `dark`).
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn media(&self, medium: &str, colours: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": colours }]);
        self.command("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features }));
    }

    /// Switches the pages' own scripts on or off, from the next opening on.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn scripts(&self, on: bool) {
        self.command("Emulation.setScriptExecutionDisabled", json!({ "value": !on }));
    }

    /// Presses and releases the Tab key.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn press_tab(&self) {
        self.press("Tab", 9);
    }

    /// Presses and releases a key by its name (`ArrowDown`) and Windows code.
    pub fn press(&self, name: &str, code: u32) {
        for kind in ["rawKeyDown", "char", "keyUp"] {
            let mut key = json!({ "type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code });
            // Only Enter writes something.
            match (kind, name) {
                ("char", "Enter") => key["text"] = "\r".into(),
                ("char", _) => continue,
                _ => {}
            }
            self.command("Input.dispatchKeyEvent", key);
        }
    }

    /// Writes text where the focus is, as an input method does.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn insert_text(&self, text: &str) {
        self.command("Input.insertText", json!({ "text": text }));
    }

    /// Pastes the clipboard into whatever has the focus, as the keys for it do.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn paste(&self) {
        self.command("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        self.command("Page.bringToFront", json!({}));
        let key = json!({ "key": "v", "code": "KeyV", "windowsVirtualKeyCode": 86, "modifiers": 2 });
        for (kind, commands) in [("rawKeyDown", json!(["paste"])), ("keyUp", json!([]))] {
            let mut key = key.clone();
            key["type"] = kind.into();
            key["commands"] = commands;
            self.command("Input.dispatchKeyEvent", key);
        }
    }

    /// The page as it prints on A4, as a PDF file.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn pdf(&self) -> Vec<u8> {
        let answer = self.command("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": false }));
        data_encoding::BASE64.decode(text(&answer["data"]).as_bytes()).expect("Chromium's own encoding")
    }

    /// The window, or with `whole` the page from top to bottom, as a PNG file.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn screenshot(&self, whole: bool) -> Vec<u8> {
        let answer = self.command("Page.captureScreenshot", json!({ "format": "png", "captureBeyondViewport": whole }));
        data_encoding::BASE64.decode(text(&answer["data"]).as_bytes()).expect("Chromium's own encoding")
    }

    fn command(&self, method: &str, parameters: Value) -> Value {
        self.chromium.command(Some(&self.session), method, parameters)
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        if let Ok(mut waiting) = self.chromium.waiting.lock() {
            waiting.sessions.remove(&self.session);
        }
        if !std::thread::panicking() {
            self.chromium.command(None, "Target.closeTarget", json!({ "targetId": self.target }));
        }
    }
}

fn hand_over(waiting: &Mutex<Waiting>, message: Value) {
    let mut waiting = waiting.lock().expect("no panic while locked");
    // Nobody waits any longer for some messages: they are dropped.
    if let Some(id) = message["id"].as_u64() {
        if let Some(answer) = waiting.answers.remove(&id) {
            let _ = answer.send(message);
        }
    } else if let Some(events) = waiting.sessions.get(&text(&message["sessionId"])) {
        let _ = events.send(message);
    }
}

/// `$CHROMIUM`, else what Debian or others call it.
fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return path.into();
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found =
        names.iter().find_map(|name| std::env::split_paths(&path).map(|at| at.join(name)).find(|at| at.is_file()));
    found.unwrap_or_else(|| panic!("no browser: install chromium (tests/run does) or name one in CHROMIUM"))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
