//! Ends a build that would never end by itself, or end with the machine's memory: a template may loop or double a text
//! without end, and nothing inside of Tera can stop it.
//!
//! Only while something is rendered: then no file of the output is being changed.
#![expect(clippy::disallowed_methods, reason = "asks the system how much memory there is and is used")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use lianluo::diagnostic::Wording;

use super::ERRORS;
use super::print::Printer;
use crate::memory;

/// Between two looks.
const PACE: Duration = Duration::from_millis(200);
/// How long one page may take, in seconds, unless `LIANLUO_MAX_SECONDS` says otherwise: a page of a large site takes milliseconds.
const SECONDS: u64 = 300;
/// The bytes of a MiB, in which `LIANLUO_MAX_MEMORY` is given.
const MEBIBYTE: u64 = 1 << 20;

/// What each thread is at, the innermost last; each with a number of its own.
type AtWork = HashMap<ThreadId, Vec<(u64, String)>>;

/// Knows what is worked at, and looks how long it takes.
pub struct Watch(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    taken_up: u64,
    at_work: AtWork,
}

/// What a build may take.
struct Limits {
    seconds: u64,
    /// In bytes; none where the system does not tell how much there is.
    memory: Option<u64>,
}

impl Watch {
    /// Watches from now on, as long as the program runs.
    pub fn begin(printer: &Printer) -> Watch {
        let state = Arc::new(Mutex::new(State::default()));
        let (watched, printer) = (state.clone(), printer.clone());
        // Without a thread to spare nobody watches.
        let _ = thread::Builder::new().spawn(move || watch(&watched, &printer));
        Watch(state)
    }

    /// This thread turns to `what`.
    pub fn takes_up(&self, what: &str) {
        let mut state = lock(&self.0);
        state.taken_up += 1;
        let number = state.taken_up;
        state.at_work.entry(thread::current().id()).or_default().push((number, what.to_owned()));
    }

    /// This thread is done with what it took up last.
    pub fn puts_down(&self) {
        if let Some(stack) = lock(&self.0).at_work.get_mut(&thread::current().id()) {
            stack.pop();
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn watch(state: &Mutex<State>, printer: &Printer) {
    // Most builds are over before the first look.
    thread::sleep(PACE);
    let limits = Limits::read();
    let most = limits.seconds.saturating_mul(1000) / PACE.as_millis() as u64;
    let mut looks: HashMap<u64, u64> = HashMap::new();
    loop {
        let now = lock(state);
        let mut seen = HashMap::new();
        for (number, _) in now.at_work.values().flatten() {
            seen.insert(*number, looks.get(number).map_or(0, |looks| looks + 1));
        }
        looks = seen;
        if let Some((number, _)) = looks.iter().find(|(_, looks)| **looks > most) {
            let name = now.at_work.values().flatten().find(|(at, _)| at == number).map(|(_, name)| name.clone());
            printer.say(TOO_LONG, &[("work", name.unwrap_or_default()), ("seconds", limits.seconds.to_string())]);
            memory::end(ERRORS);
        }
        let used = if looks.is_empty() { None } else { used() };
        if let (Some(used), Some(limit)) = (used, limits.memory)
            && used > limit
        {
            let mut names: Vec<&str> = now.at_work.values().flatten().map(|(_, name)| name.as_str()).collect();
            names.sort_unstable();
            let size = |bytes: u64| (bytes / MEBIBYTE).to_string();
            printer.say(TOO_MUCH, &[("used", size(used)), ("limit", size(limit)), ("work", names.join("\n  "))]);
            memory::end(ERRORS);
        }
        drop(now);
        thread::sleep(PACE);
    }
}

impl Limits {
    /// Three quarters of the memory there is, and the time that is enough for any page; the environment may say otherwise.
    fn read() -> Limits {
        let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.trim().parse::<u64>().ok());
        let memory = asked("LIANLUO_MAX_MEMORY").map(|mebibytes| mebibytes.saturating_mul(MEBIBYTE));
        Limits {
            seconds: asked("LIANLUO_MAX_SECONDS").unwrap_or(SECONDS),
            memory: memory.or_else(|| Some(there_is()? / 4 * 3)),
        }
    }
}

/// The memory of the machine, in bytes, where the system tells it.
fn there_is() -> Option<u64> {
    bytes_in("/proc/meminfo", "MemTotal:")
}

/// The memory this program has in use, in bytes.
fn used() -> Option<u64> {
    bytes_in("/proc/self/status", "VmRSS:")
}

/// What a line of a file of the system's says in kB, in bytes (proc(5)).
fn bytes_in(file: &str, key: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

const TOO_LONG: Wording = Wording {
    zh: "{work} 用了 {seconds} 秒还没有生成完，已停止；输出文件夹没有改动。\n多半是模板里有不会结束的循环。确实需要更久的，请用环境变量 LIANLUO_MAX_SECONDS 写明秒数。",
    en: "{work} was not made within {seconds} s, so the build was stopped; the output folder is as it was.\n\
         Most likely a template loops without end. If it really takes longer, say how many seconds in LIANLUO_MAX_SECONDS.",
};
const TOO_MUCH: Wording = Wording {
    zh: "内存用了 {used} MiB，超过 {limit} MiB，已停止；输出文件夹没有改动。当时正在生成：\n  {work}\n多半是模板把文字或列表一再加倍。确实需要更多的，请用环境变量 LIANLUO_MAX_MEMORY 写明（单位 MiB）。",
    en: "{used} MiB of memory are in use, more than {limit}, so the build was stopped; the output folder is as it was. It was making:\n  {work}\n\
         Most likely a template doubles a text or a list again and again. If it really takes more, say how many MiB in LIANLUO_MAX_MEMORY.",
};
