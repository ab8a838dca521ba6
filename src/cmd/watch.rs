//! Ends a build that would never end by itself, or end with the machine's memory: a template may loop or double a text
//! without end, and nothing inside of Tera can stop it.
//!
//! Only while something is made: then no file of the output is being changed.
#![expect(clippy::disallowed_methods, reason = "asks the system how much memory there is and is used")]
#![expect(clippy::print_stderr, reason = "the command line speaks here")]

use std::io::{IsTerminal, stderr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use lianluo::Diagnostic;
use lianluo::diagnostic::Wording;
use lianluo::pipeline::{Observer, Step, TOO_LONG, TOO_MUCH};
use rustc_hash::FxHashMap;

use super::ERRORS;
use super::print::Printer;
use crate::memory;

/// Between two looks.
const PACE: Duration = Duration::from_millis(200);
/// How long one page may take, in seconds, unless `LIANLUO_MAX_SECONDS` says otherwise: a page of a large site takes milliseconds.
const SECONDS: u64 = 300;
/// That it takes long is told after this part of that time.
const TOLD: u64 = 30;
/// The bytes of a MiB, in which `LIANLUO_MAX_MEMORY` is given.
const MEBIBYTE: u64 = 1 << 20;

/// So many threads at most are noted side by side.
const SHARDS: u64 = 16;

/// Knows what is worked at, and looks how long it takes. An [`Observer`] of builds, one or several.
pub struct Watch(Arc<[Mutex<State>]>);

/// What some of the threads are at.
#[derive(Default)]
struct State {
    taken_up: u64,
    at_work: FxHashMap<ThreadId, Stack>,
}

/// What a thread is at, the innermost last; each with a number of its own.
#[derive(Default)]
struct Stack {
    works: Vec<(u64, String)>,
    /// How many of them are not put down; the others only keep their room.
    depth: usize,
}

impl Stack {
    fn works(&self) -> &[(u64, String)] {
        &self.works[..self.depth]
    }
}

/// What a build may take.
struct Limits {
    seconds: u64,
    /// In bytes; none where the system does not tell how much there is.
    memory: Option<u64>,
}

impl Watch {
    /// Watches from now on, as long as the program runs. Before that is ended, `last_word` is called with what was told.
    pub fn begin(printer: &Printer, last_word: impl FnOnce(&Diagnostic) + Send + 'static) -> Watch {
        let state: Arc<[Mutex<State>]> = (0..SHARDS).map(|_| Mutex::default()).collect();
        let (watched, printer) = (state.clone(), printer.clone());
        // Without a thread to spare nobody watches.
        let _ = thread::Builder::new().spawn(move || {
            // Nothing new is taken up any more while the locks are held, and they are until the program ends.
            let (diagnostic, _held) = watch(&watched, &printer);
            clear_line();
            printer.diagnostics(std::slice::from_ref(&diagnostic));
            last_word(&diagnostic);
            memory::end(ERRORS);
        });
        Watch(state)
    }
}

impl Observer for Watch {
    fn begins(&self, _: Step) {}

    fn output_done(&self, _: usize) {}

    fn takes_up(&self, what: &str) {
        let shard = shard();
        let mut state = lock(&self.0[shard as usize]);
        state.taken_up += 1;
        let number = state.taken_up * SHARDS + shard;
        let stack = state.at_work.entry(thread::current().id()).or_default();
        match stack.works.get_mut(stack.depth) {
            Some((at, name)) => {
                *at = number;
                name.clear();
                name.push_str(what);
            }
            None => stack.works.push((number, what.to_owned())),
        }
        stack.depth += 1;
    }

    fn puts_down(&self) {
        let mut state = lock(&self.0[shard() as usize]);
        if let Some(stack) = state.at_work.get_mut(&thread::current().id()) {
            stack.depth = stack.depth.saturating_sub(1);
        }
    }
}

/// Where this thread is noted.
fn shard() -> u64 {
    rayon::current_thread_index().map_or(0, |index| 1 + index as u64 % (SHARDS - 1))
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a bar off the screen, so that what is said begins a line.
fn clear_line() {
    if stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}

/// Looks until something takes too long or too much.
fn watch<'s>(state: &'s [Mutex<State>], printer: &Printer) -> (Diagnostic, Vec<MutexGuard<'s, State>>) {
    // Most builds are over before the first look.
    thread::sleep(PACE);
    let limits = Limits::read();
    let looks_in = |seconds: u64| seconds.saturating_mul(1000) / PACE.as_millis() as u64;
    let (most, told) = (looks_in(limits.seconds), looks_in(limits.seconds) / TOLD);
    let mut looks: FxHashMap<u64, u64> = FxHashMap::default();
    loop {
        let now: Vec<_> = state.iter().map(lock).collect();
        let works = || now.iter().flat_map(|state| state.at_work.values()).flat_map(Stack::works);
        let mut seen = FxHashMap::default();
        for (number, _) in works() {
            seen.insert(*number, looks.get(number).map_or(0, |looks| looks + 1));
        }
        looks = seen;
        let name = |number: u64| {
            let named = works().find(|(at, _)| *at == number);
            named.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        if let Some((number, _)) = looks.iter().find(|(_, looks)| **looks > most) {
            let told = Diagnostic::new(&TOO_LONG).arg("work", name(*number)).arg("seconds", limits.seconds);
            return (told, now);
        }
        let used = if looks.is_empty() { None } else { used() };
        if let (Some(used), Some(limit)) = (used, limits.memory)
            && used > limit
        {
            let mut names: Vec<&str> = works().map(|(_, name)| name.as_str()).collect();
            names.sort_unstable();
            let told = Diagnostic::new(&TOO_MUCH).arg("used", used / MEBIBYTE).arg("limit", limit / MEBIBYTE);
            return (told.arg("work", names.join(" ")), now);
        }
        let slow: Vec<String> =
            looks.iter().filter(|(_, looks)| **looks == told + 1).map(|(at, _)| name(*at)).collect();
        drop(now);
        for work in slow {
            clear_line();
            let wording = Wording {
                zh: "{work} 已经用了 {seconds} 秒，还在生成……",
                en: "{work} has taken {seconds} s so far and is still being made …",
            };
            printer.tell(wording, &[("work", work), ("seconds", (limits.seconds / TOLD).to_string())]);
        }
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
